"""What a piece of work serves: the one rule, said plainly. The queries say the same to the database, and a test holds
both against each other.

A piece serves the priorities that its owner named. Where the owner has not said so, evidence serves the priorities
that one of its standards drove or supported by the mapping that held on the day of the work; and an event serves what
its cohort is focused on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from tenants.priorities.rules.states import SERVING, Strength

Line = UUID
"""One priority through the years."""
Strengths = Mapping[tuple[Line, int], Strength]


@dataclass(frozen=True)
class Mapped:
    """What was said of a priority and a standard, from a day on."""

    line: Line
    standard: int
    from_on: date
    strength: Strength


@dataclass(frozen=True)
class Work:
    """`named`: what its owner named, perhaps nothing; None where they have not said so. `standards`: those it claims,
    in the numbers of the plan, each with the highest level. `focus`: of the cohort it belongs to."""

    day: date
    named: frozenset[Line] | None
    standards: Mapping[int, int]
    event: bool = False
    focus: frozenset[Line] = frozenset()


class Because(StrEnum):
    NAMED = "named"
    FOLLOWS = "follows"


def held(mapping: Collection[Mapped], day: date) -> Strengths:
    """The mapping as it was on a day: of what was said until then, what was said last."""
    said = sorted((one for one in mapping if one.from_on <= day), key=lambda one: one.from_on)
    last = {(one.line, one.standard): one.strength for one in said}
    return {key: strength for key, strength in last.items() if strength is not Strength.NONE}


def serves(work: Work, lines: Collection[Line], mapping: Collection[Mapped]) -> dict[Line, Because]:
    """Of the priorities of a plan, by their `lines`, those that the work serves, and because of what."""
    if work.named is not None:
        return {line: Because.NAMED for line in lines if line in work.named}
    if work.event:
        return {line: Because.FOLLOWS for line in lines if line in work.focus}
    strengths = held(mapping, work.day)
    serving = {
        line
        for (line, standard), strength in strengths.items()
        if standard in work.standards and strength in SERVING
    }
    return {line: Because.FOLLOWS for line in lines if line in serving}
