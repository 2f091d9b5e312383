"""The one way to tell a member of staff something: it stands in their notices, and goes by mail at once or in
their next digest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.messages import Message
from tenants.notices import actions
from tenants.notices.rules import Kind
from tenants.schools.queries import this_school
from tenants.staff.models import Staff
from worker.mail import Mail, send, subject_of
from worker.shapes import Run

M = TypeVar("M", bound=Message)


@dataclass(frozen=True)
class Word:
    """What one person is told. `template` is the letter's, its subject the notice's title; `path` the page it
    leads to, in the school's space. `way_in` is the letter's own, where its button must sign the reader in:
    it goes at once, and is kept nowhere. `reply_to`: to whom an answer goes, if to anybody."""

    reader: Staff
    template: str
    path: str
    facts: Mapping[str, object] = field(default_factory=dict)
    kind: Kind = Kind.NEWS
    way_in: str | None = None
    reply_to: str = ""


Prepare = Callable[[Session, Actor, M], Word | None]


@dataclass(frozen=True)
class Tells(Generic[M]):
    """`prepare` runs when it is about to be told, and again before a digest tells it: it looks whether this
    person should still be told, and answers with None if not."""

    prepare: Prepare[M]

    def perform(self, run: Run, message: M) -> None:
        with run.school() as session:
            word = self.prepare(session, run.actor, message)
            if word is None or not _tell(session, word, run):
                return run.finish(session)
            letter = letter_of(session, word)
            run.hold(session)
        send(letter, run)
        with run.school() as session:
            run.finish(session)
        return None


def _tell(session: Session, word: Word, run: Run) -> bool:
    title = subject_of(letter_of(session, word))
    at_once = actions.tell(session, run.id, word.reader.id, word.kind, title, word.path)
    return at_once or word.way_in is not None


def letter_of(session: Session, word: Word) -> Mail:
    school = this_school(session)
    return Mail(
        to=word.reader.email,
        to_name=word.reader.name,
        school=school.name,
        template=word.template,
        facts={"name": word.reader.name, **word.facts},
        path=f"/schools/{school.slug}{word.way_in or word.path}",
        reply_to=word.reply_to,
    )
