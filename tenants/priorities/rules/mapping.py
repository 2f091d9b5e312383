"""What a mapping says on a day, and what may be said in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from tenants.priorities.rules.states import SERVING, Strength
from tenants.schools.rules import Span

Cell = tuple[UUID, int]
"""A priority and the number of a standard."""
LONGEST_REASON = 200
WORDS: Mapping[Strength, str] = {
    Strength.NONE: "Not mapped",
    Strength.TOUCHES: "Touches",
    Strength.SUPPORTS: "Supports",
    Strength.DRIVES: "Drives",
}
MEANING: Mapping[Strength, str] = {
    Strength.TOUCHES: "Work on this standard has something to do with the priority",
    Strength.SUPPORTS: "Work on this standard helps the priority along",
    Strength.DRIVES: "The priority moves by work on this standard",
}


class Said(Protocol):
    """One setting of a cell."""

    @property
    def priority_id(self) -> UUID: ...
    @property
    def standard_number(self) -> int: ...
    @property
    def from_on(self) -> date: ...
    @property
    def strength(self) -> str: ...


S = TypeVar("S", bound=Said)


@dataclass(frozen=True)
class Wanted:
    """What somebody says of a standard."""

    strength: Strength
    reason: str = ""


@dataclass(frozen=True)
class Meeting:
    """What somebody wants meets what stands by now: `yours` are the standards they changed on a page that showed
    something else, `both` those of them that somebody else has changed otherwise meanwhile."""

    yours: Mapping[int, Wanted]
    both: frozenset[int]


def meeting(wanted: Mapping[int, Wanted], standing: Mapping[int, Wanted], seen: Mapping[int, str]) -> Meeting:
    """`seen`: what the page showed, in words. What nobody saw was not mapped."""
    shown = {number: seen.get(number) or in_words(Wanted(Strength.NONE)) for number in wanted}
    yours = {number: one for number, one in wanted.items() if in_words(one) != shown[number]}
    both = {
        number
        for number, one in yours.items()
        if standing[number] != one and in_words(standing[number]) != shown[number]
    }
    return Meeting(yours, frozenset(both))


def in_words(one: Wanted) -> str:
    return f"{WORDS[one.strength]}: {one.reason}" if one.reason else WORDS[one.strength]


def held(said: Iterable[S], day: date) -> dict[Cell, S]:
    """For each cell what was said last up to that day; cells that are not mapped are left out."""
    found: dict[Cell, S] = {}
    for one in said:
        cell = (one.priority_id, one.standard_number)
        if one.from_on <= day and (cell not in found or found[cell].from_on < one.from_on):
            found[cell] = one
    return {cell: one for cell, one in found.items() if one.strength != Strength.NONE}


def from_day(year: Span, today: date) -> date:
    """From when on a change counts: at once, and before the year begins from its first day on."""
    return max(year.starts_on, today)


def shown_on(year: Span, today: date) -> date:
    """The day whose mapping is shown: today, or the day of the year that is next to it."""
    return min(from_day(year, today), year.ends_on)


def reason_problem(wanted: Wanted) -> str | None:
    if wanted.strength in SERVING and not wanted.reason.strip():
        return f"Say in a few words how it {wanted.strength.value} the priority"
    return None
