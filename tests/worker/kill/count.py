"""What came of the jobs, counted where the effects are, and each copy too many laid to its cause."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

from tests.worker.kill.crew import Kill
from tests.worker.kill.journal import Line
from tests.worker.kill.messages import File, Letter, Row


@dataclass(frozen=True)
class Effects:
    """How often each job's effect is there."""

    rows: Counter[UUID]
    files: Counter[UUID]
    letters: Counter[UUID]

    def of(self, kind: type[Row]) -> Counter[UUID]:
        return {File: self.files, Letter: self.letters}.get(kind, self.rows)


def count(noted: Iterable[str], papers: Path, messages: Iterable[EmailMessage]) -> Effects:
    files = [UUID(file.name) for file in papers.iterdir() if file.read_text() == words(file.name)]
    return Effects(
        rows=Counter(map(UUID, noted)),
        files=Counter(files),
        letters=Counter(UUID(str(message["Message-ID"])[1:].split("@")[0]) for message in messages),
    )


def words(job_id: str) -> str:
    return f"{job_id}: what the paper says"


def killed_pids(kills: Iterable[Kill], lines: Iterable[Line]) -> set[int]:
    at_random = {pid for kill in kills for pid in kill.pids}
    return at_random | {line.pid for line in lines if line.point.startswith("killed")}


def excuses(lines: list[Line], killed: set[int]) -> Counter[UUID]:
    """For each job: how many of its runs were killed after they had begun their effect and before their
    commit. Only such a run may leave a letter that is sent again."""
    points = {(line.pid, line.job_id, line.point) for line in lines}
    begun = {(pid, job_id) for pid, job_id, point in points if point == "effect begun"}
    return Counter(
        job_id for pid, job_id in begun if pid in killed and (pid, job_id, "committed") not in points
    )


def doing(kill: Kill, lines: list[Line]) -> str:
    """The last point that the killed process had come to with the job it had in hand."""
    own = [line for line in lines if line.pid == kill.pids[0] and line.moment <= kill.moment]
    if not kill.victim.startswith("work horse"):
        return "not in a job itself"
    return own[-1].point.replace("killed ", "") if own else "not begun"
