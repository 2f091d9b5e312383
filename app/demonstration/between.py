"""What the demonstration tells of mentors and candidates; times are school days ago, as in `told`."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Note:
    by: str
    text: str
    private: bool = False


@dataclass(frozen=True)
class Met:
    """A meeting of a candidate and their mentor, and who noted it."""

    ago: int
    minutes: int
    by: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Agreed:
    """`does`: who of the two does it; `due`: by when; moved on a day to another."""

    ago: int
    by: str
    does: str
    words: str
    due: int
    moved: int | None = None
    moved_to: int = 0
    done: int | None = None


@dataclass(frozen=True)
class Answered:
    ago: int
    by: str
    text: str


@dataclass(frozen=True)
class Commented:
    """A mentor's comment on a piece by its title, or on the self-audit."""

    ago: int
    by: str
    text: str
    on: str | None = None
    standard: int | None = None
    answers: tuple[Answered, ...] = ()
    settled: int | None = None


def met(told: dict[str, Any]) -> Met:
    return Met(**told | {"notes": tuple(Note(**one) for one in told.get("notes", ()))})


def commented(told: dict[str, Any]) -> Commented:
    return Commented(**told | {"answers": tuple(Answered(**one) for one in told.get("answers", ()))})
