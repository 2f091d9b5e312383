"""One square of a map: how much work lies in it, of how many people, and how far it reaches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

LEVELS = range(1, 10)
"""All that a claim may hold; a version of the standards uses the first few."""


class By(StrEnum):
    """What the priorities are laid against."""

    STANDARDS = "standards"
    COHORTS = "cohorts"
    HALF_TERMS = "half_terms"


@dataclass(frozen=True)
class Cell:
    """`named`: how many of the items serve the priority because their owner says so; the others follow from the
    mapping, or from what their cohort is focused on. `beyond`: how many reach beyond the own team. `levels`: level →
    how many items reach it and no higher; an event has none."""

    items: int = 0
    people: int = 0
    named: int = 0
    beyond: int = 0
    levels: Mapping[int, int] = field(default_factory=dict)

    @property
    def follows(self) -> int:
        return self.items - self.named

    @property
    def highest(self) -> int | None:
        return max(self.levels, default=None)


EMPTY = Cell()
Key = tuple[UUID, object]
"""A priority, and what it is laid against: a standard's number, a cohort's id or None for work outside a cohort, or
the place of a half-term in the year, from 0."""


@dataclass(frozen=True)
class Maps:
    """`of`: a priority → all its work. `items`: all that was done, whatever it serves; `serving`: what serves
    anything."""

    cells: Mapping[By, Mapping[Key, Cell]]
    of: Mapping[UUID, Cell]
    items: int = 0
    serving: int = 0

    def cell(self, by: By, priority_id: UUID, against: object) -> Cell:
        return self.cells[by].get((priority_id, against), EMPTY)

    def total(self, priority_id: UUID) -> Cell:
        return self.of.get(priority_id, EMPTY)
