"""Moves and places of a cohort."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CohortState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Part(StrEnum):
    """What a member of staff does for a cohort."""

    LEAD = "lead"
    MENTOR = "mentor"
    ASSESSOR = "assessor"


class PlaceState(StrEnum):
    """`WAITING`: for a place that becomes free."""

    WAITING = "waiting"
    INVITED = "invited"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    DECLINED = "declined"
    NOT_APPROVED = "not_approved"
    WITHDRAWN = "withdrawn"


class ArrangementKind(StrEnum):
    """`BACK`: they came back from a break before its end. `UNDONE`: what was arranged last is taken back."""

    EXTENSION = "extension"
    DEFERRAL = "deferral"
    BREAK = "break"
    BACK = "back"
    UNDONE = "undone"


class Presence(StrEnum):
    """How a register marks somebody. `PART`: they came later or left earlier."""

    PRESENT = "present"
    PART = "part"
    APOLOGIES = "apologies"
    ABSENT = "absent"

    @property
    def there(self) -> bool:
        return self in (Presence.PRESENT, Presence.PART)

    def minutes(self, length: int) -> int:
        """Of a session that lasts so long. A part of it counts as half: nobody stands at the door with a watch."""
        return {Presence.PRESENT: length, Presence.PART: length // 2}.get(self, 0)


@dataclass(frozen=True)
class Attended:
    """Of the registers in which somebody is marked: at how many they were there, and how long."""

    there: int
    of: int
    minutes: int


PRESENCE_WORDS: Mapping[Presence, str] = {
    Presence.PRESENT: "Present",
    Presence.PART: "Part of it",
    Presence.APOLOGIES: "Apologies",
    Presence.ABSENT: "Absent",
}
_ASKED_AGAIN = frozenset({PlaceState.INVITED, PlaceState.WAITING})
MOVES: Mapping[PlaceState, frozenset[PlaceState]] = {
    PlaceState.WAITING: frozenset({PlaceState.INVITED, PlaceState.WITHDRAWN}),
    PlaceState.INVITED: frozenset({PlaceState.ACCEPTED, PlaceState.DECLINED, PlaceState.WITHDRAWN}),
    PlaceState.ACCEPTED: frozenset({PlaceState.APPROVED, PlaceState.NOT_APPROVED, PlaceState.WITHDRAWN}),
    PlaceState.APPROVED: frozenset({PlaceState.WITHDRAWN}),
    PlaceState.DECLINED: _ASKED_AGAIN,
    PlaceState.NOT_APPROVED: _ASKED_AGAIN,
    PlaceState.WITHDRAWN: _ASKED_AGAIN,
}

HOLDING = (PlaceState.INVITED, PlaceState.ACCEPTED, PlaceState.APPROVED)
"""States that hold a place of the cohort; only an approved one uses a place of the school."""

LONGEST_ORDER = 60
"""Letters of a purchase order number: finance systems join several codes into one."""
LONGEST_NOTE = 2000
"""Letters of a programme lead's note about a candidate."""


@dataclass(frozen=True)
class Term:
    """One half-term of the school: A1 A2 Sp1 Sp2 Su1 Su2."""

    code: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Dates:
    starts_on: date
    window_opens_on: date
    window_closes_on: date


def window_name(closes_on: date) -> str:
    """'Summer 2027': the term a submission window closes in."""
    term = "Spring" if closes_on.month < 4 else "Summer" if closes_on.month < 9 else "Autumn"
    return f"{term} {closes_on.year}"


def wrong_dates(given: Dates, year: tuple[date, date]) -> dict[str, str]:
    """Field → what to do about it. The window may close after the year, but not before the cohort starts."""
    problems = {}
    if not year[0] <= given.starts_on <= year[1]:
        problems["starts_on"] = "The start must be in the academic year of the cohort"
    if given.window_opens_on <= given.starts_on:
        problems["window_opens_on"] = "The submission window must open after the cohort starts"
    if given.window_closes_on < given.window_opens_on:
        problems["window_closes_on"] = "The submission window must close on or after the day it opens"
    return problems


def may_move(from_state: PlaceState, to: PlaceState) -> bool:
    return to in MOVES[from_state]


def begins_on(cohort_starts_on: date, approved_on: date) -> date:
    """The day somebody began: with the cohort, or later when their place was approved later."""
    return max(cohort_starts_on, approved_on)


def away_because(day: date, began: date, paused_from: date | None, paused_until: date | None) -> str | None:
    """Why nobody expects them on that day."""
    if day < began:
        return "joined later"
    if paused_from and paused_until and paused_from <= day <= paused_until:
        return "on a break"
    return None


class Phase(StrEnum):
    """What a cohort is about at a time of its way."""

    BEFORE = "before"
    SETTLING_IN = "settling_in"
    GATHERING = "gathering"
    CLOSING_GAPS = "closing_gaps"
    HANDING_IN = "handing_in"
    AFTERWARDS = "afterwards"


def phase(given: Dates, today: date) -> Phase:
    """The time between the start and the window falls into thirds."""
    if today < given.starts_on:
        return Phase.BEFORE
    if today > given.window_closes_on:
        return Phase.AFTERWARDS
    if today >= given.window_opens_on:
        return Phase.HANDING_IN
    third = (given.window_opens_on - given.starts_on) / 3
    steps = (Phase.SETTLING_IN, Phase.GATHERING, Phase.CLOSING_GAPS)
    return steps[min(2, (today - given.starts_on) // third)]


def half_term(terms: Sequence[Term], today: date) -> Term | None:
    """The half-term of that day, or the next one when it falls into a holiday."""
    return next((term for term in terms if today <= term.ends_on), None)


def room(places: int, states: Collection[PlaceState]) -> int:
    """How many more people can be invited."""
    return max(0, places - sum(state in HOLDING for state in states))
