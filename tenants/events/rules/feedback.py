"""What the audience is asked, when it may answer, and what the answers come to."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from tenants.base import codes

CODE_LENGTH = 10
"""50 random bits: short enough to type from a slide; guessing is stopped at the door, and a code opens one form."""
CLOSES_AFTER = timedelta(days=3)
LONGEST_OPEN = timedelta(days=28)
FEW = 5
"""With fewer answers no table says who answered: it could point at somebody."""
USEFUL: Mapping[int, str] = {
    1: "Not useful",
    2: "Slightly useful",
    3: "Fairly useful",
    4: "Useful",
    5: "Very useful",
}
FOUND_USEFUL = 4


class Job(StrEnum):
    TEACHER = "teacher"
    SUPPORT = "support"
    LEADER = "leader"
    OTHER = "other"


class Origin(StrEnum):
    TEAM = "team"
    SCHOOL = "school"
    ELSEWHERE = "elsewhere"
    OTHER = "other"


JOBS: Mapping[Job, str] = {
    Job.TEACHER: "Teacher",
    Job.SUPPORT: "Teaching assistant or support staff",
    Job.LEADER: "Leader of a team or school",
    Job.OTHER: "Something else",
}
ORIGINS: Mapping[Origin, str] = {
    Origin.TEAM: "The presenter’s own team",
    Origin.SCHOOL: "Another team of the same school",
    Origin.ELSEWHERE: "Another school",
    Origin.OTHER: "Not a school",
}


class Door(StrEnum):
    """Whether the audience can answer."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Window:
    opens_at: datetime
    closes_at: datetime

    def door(self, now: datetime) -> Door:
        if now < self.opens_at:
            return Door.WAITING
        return Door.OPEN if now < self.closes_at else Door.CLOSED


@dataclass(frozen=True)
class Said:
    """One answer. `useful` from 1 to 5; the two texts may be empty."""

    useful: int
    will_try: str
    job: Job
    origin: Origin
    words: str


@dataclass(frozen=True)
class Summary:
    """Every choice is counted, also those that nobody made."""

    answers: int
    useful: Mapping[int, int]
    jobs: Mapping[Job, int]
    origins: Mapping[Origin, int]
    will_try: int
    hidden: int

    @property
    def found_useful(self) -> int:
        return sum(many for choice, many in self.useful.items() if choice >= FOUND_USEFUL)

    @property
    def few(self) -> bool:
        return self.answers < FEW


def new_code() -> str:
    return codes.new_code(CODE_LENGTH)


def code_hash(typed: str) -> str:
    """Of the code however it was typed. Only this is looked up."""
    return hashlib.sha256(codes.plain_code(typed, CODE_LENGTH).encode()).hexdigest()


def device_hash(event_id: UUID, word: str) -> str:
    """A browser's word mixed with the event: nobody can tell that one browser answered at two events."""
    return hashlib.sha256(f"{event_id} {word}".encode()).hexdigest()


def usual_window(starts_at: datetime, ends_at: datetime) -> Window:
    return Window(starts_at, ends_at + CLOSES_AFTER)


def moved(window: Window, before: tuple[datetime, datetime], after: tuple[datetime, datetime]) -> Window:
    """An event that moves takes its window along, as far from it as it stood."""
    return Window(window.opens_at + (after[0] - before[0]), window.closes_at + (after[1] - before[1]))


def window_problems(window: Window) -> dict[str, str]:
    if window.closes_at <= window.opens_at:
        return {"closes_on": "It must close after it opens."}
    if window.closes_at - window.opens_at > LONGEST_OPEN:
        return {"closes_on": "It can be open for 28 days at most."}
    return {}


def summed_up(said: Iterable[Said], hidden: int) -> Summary:
    given = list(said)
    useful, jobs, origins = (
        Counter(getattr(one, name) for one in given) for name in ("useful", "job", "origin")
    )
    return Summary(
        answers=len(given),
        useful={choice: useful[choice] for choice in USEFUL},
        jobs={job: jobs[job] for job in Job},
        origins={origin: origins[origin] for origin in Origin},
        will_try=sum(bool(one.will_try) for one in given),
        hidden=hidden,
    )


def response(answers: int, attendance: int | None) -> str:
    """How many of those who came answered, in words that claim no more than that."""
    if attendance is None:
        return f"{_answers(answers)} so far. How many came is not recorded yet."
    if answers > attendance:
        return (
            f"{_answers(answers)}, but {attendance:,} came: somebody answered on two devices, or more came than "
            "were counted."
        )
    return f"{answers:,} of {attendance:,} who came answered ({100 * answers / attendance:.0f}%)."


def told(summary: Summary, attendance: int | None) -> str:
    """The numbers alone, as evidence carries them."""
    if not summary.answers:
        return "Nobody has answered the feedback form."
    tries = f"{summary.will_try:,}" if summary.will_try else "Nobody"
    choices = ", ".join(f"{many or 'nobody'} chose {choice}" for choice, many in summary.useful.items())
    lines = [
        response(summary.answers, attendance),
        f"How useful it was, from 1 (not useful) to 5 (very useful): {choices}.",
        f"{tries} named something that they will try.",
    ]
    if summary.few:
        lines.append("These are few answers: they stand for nobody else.")
    return " ".join(lines)


def _answers(many: int) -> str:
    return f"{many:,} {'person' if many == 1 else 'people'} answered"
