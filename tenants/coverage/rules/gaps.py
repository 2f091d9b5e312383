"""Where a plan has no work behind it, in words: what a head would ask about first stands first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from tenants.coverage.rules.cells import By, Maps
from tenants.coverage.rules.measured import Change
from tenants.coverage.rules.scopes import Of
from tenants.priorities.rules.states import SERVING, Strength


class Next(StrEnum):
    """What can be done about it."""

    MAP = "map"
    FOCUS = "focus"
    LOOK = "look"


@dataclass(frozen=True)
class Gap:
    """`standard`: where it is about one."""

    words: str
    next: Next
    priority_id: UUID
    standard: int | None = None


class Aimed(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def number(self) -> int: ...
    @property
    def strengths(self) -> Mapping[int, Strength]: ...
    @property
    def changes(self) -> Sequence[Change]: ...


def gaps(aims: Sequence[Aimed], maps: Maps, of: Of) -> list[Gap]:
    """That only one person works on a priority says nothing where only one person is asked about."""
    alone = () if of is Of.PERSON else (_alone,)
    kinds = (_unmapped, _untouched, _not_beyond, _undriven, *alone, _standing_still)
    return [gap for kind in kinds for aim in aims for gap in kind(aim, maps)]


def _unmapped(aim: Aimed, maps: Maps) -> Iterator[Gap]:
    if not aim.strengths:
        yield Gap(f"Priority {aim.number} is mapped to no standard.", Next.MAP, aim.id)


def _untouched(aim: Aimed, maps: Maps) -> Iterator[Gap]:
    if not maps.total(aim.id).items:
        yield Gap(f"No work serves priority {aim.number} yet.", Next.FOCUS, aim.id)


def _not_beyond(aim: Aimed, maps: Maps) -> Iterator[Gap]:
    found = maps.total(aim.id)
    if found.items and not found.beyond:
        yield Gap(f"Nobody works beyond their team on priority {aim.number}.", Next.FOCUS, aim.id)


def _undriven(aim: Aimed, maps: Maps) -> Iterator[Gap]:
    """Where nothing serves the priority at all, that has been said."""
    for standard, strength in aim.strengths.items():
        if (
            strength in SERVING
            and maps.total(aim.id).items
            and not maps.cell(By.STANDARDS, aim.id, standard).items
        ):
            words = f"Standard {standard} {strength} priority {aim.number}, and there is no evidence yet."
            yield Gap(words, Next.FOCUS, aim.id, standard)


def _alone(aim: Aimed, maps: Maps) -> Iterator[Gap]:
    if maps.total(aim.id).people == 1:
        yield Gap(f"Only one person works on priority {aim.number}.", Next.FOCUS, aim.id)


def _standing_still(aim: Aimed, maps: Maps) -> Iterator[Gap]:
    for one in aim.changes:
        if one.stands_still:
            words = f"“{one.name}” of priority {aim.number} is no better than it was to begin with."
            yield Gap(words, Next.LOOK, aim.id)
