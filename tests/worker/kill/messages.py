"""The jobs of the kill test: rows, files and letters, each slow enough to be killed in the middle."""

from dataclasses import dataclass, replace
from datetime import timedelta
from time import sleep
from typing import Any, ClassVar

from tenants.base.messages import Message
from tests.worker.kill.journal import Journal
from tests.worker.messages import HANDLERS as PLAIN
from tests.worker.messages import Note, Paper, Post
from worker.shapes import Handler, InSchool, Run

WORK = 0.1


@dataclass(frozen=True)
class Row(Message):
    name: ClassVar[str] = "kill.row"
    tries: ClassVar[int] = 1000
    time_limit: ClassVar[timedelta] = timedelta(seconds=8)


@dataclass(frozen=True)
class File(Row):
    name: ClassVar[str] = "kill.file"


@dataclass(frozen=True)
class Letter(Row):
    name: ClassVar[str] = "kill.letter"


KINDS: tuple[type[Row], ...] = (Row, File, Letter)


@dataclass(frozen=True)
class Watched:
    """A handler whose steps are written into the journal, which may kill at any of them."""

    handler: Handler[Any]
    journal: Journal

    def perform(self, run: Run, message: Message) -> None:
        self.journal.at("after claim", run.id)
        self.handler.perform(run, message)
        self.journal.at("committed", run.id)


def watched(journal: Journal) -> dict[type[Message], Handler[Any]]:
    row, file, letter = PLAIN[Note], PLAIN[Paper], PLAIN[Post]
    assert isinstance(row, InSchool)
    return {
        Row: Watched(replace(row, work=_slow(row.work, journal)), journal),
        File: Watched(replace(file, effect=_slow(file.effect, journal)), journal),
        Letter: Watched(replace(letter, effect=_slow(letter.effect, journal)), journal),
    }


def _slow(effect: Any, journal: Journal) -> Any:
    def act(*given: Any) -> Any:
        run: Run = given[-1]
        sleep(WORK)
        journal.at("effect begun", run.id)
        result = effect(*given)
        journal.at("after effect", run.id)
        sleep(WORK)
        return result

    return act
