"""What the demonstration tells of events; times are school days ago, as in `told`."""

from dataclasses import dataclass

AnswerTold = tuple[int, str, str, str, str]
"""How useful; what they do; where; what they will try; their words."""


@dataclass(frozen=True)
class Event:
    """Somebody presents: `held` when, with times of the wall. `people`: colleagues who are named. `hidden`: a
    word of the answer that names somebody. `standards`: what is claimed once it was taken in as `evidence`."""

    who: str
    planned: int
    held: int
    starts: str
    ends: str
    title: str
    reach: str
    audience: str
    host: str | None = None
    open_days: int | None = None
    cancelled: int | None = None
    recorded: int | None = None
    attendance: int | None = None
    team: str = ""
    school: str = ""
    summary: str = ""
    slides: str | None = None
    people: tuple[str, ...] = ()
    hidden: str | None = None
    shared: int | None = None
    evidence: int | None = None
    standards: tuple[tuple[int, int, str, str, int], ...] = ()
    answers: tuple[AnswerTold, ...] = ()
