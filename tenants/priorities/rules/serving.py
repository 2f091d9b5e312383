"""Which priorities of the improvement plan a piece of work serves, who says so, and why: in words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from tenants.priorities.rules.states import SERVING, Strength

ANOTHER = "Choose from the priorities in the list."
FOCUS = "Your cohort works on it together."

Mapped = Mapping[tuple[UUID, int], Strength]
"""Priority and number of a standard → how strongly it serves, on one day."""


class Aim(Protocol):
    """A priority, as far as it matters here: `line_id` is its own through the years."""

    @property
    def id(self) -> UUID: ...
    @property
    def line_id(self) -> UUID: ...
    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def reason(self) -> str: ...


class By(StrEnum):
    """Who says which priorities are served."""

    NAMED = "named"
    MAPPING = "mapping"
    FOCUS = "focus"


@dataclass(frozen=True)
class Thread:
    """A priority that the work serves, or could be said to; `why` only where nobody named it."""

    aim: Aim
    serves: bool
    why: str = ""


@dataclass(frozen=True)
class Threads:
    """Every priority on offer, in the plan's order. Nothing is on offer where there is no plan."""

    by: By
    offered: tuple[Thread, ...]

    @property
    def served(self) -> tuple[Thread, ...]:
        return tuple(one for one in self.offered if one.serves)


NONE = Threads(By.MAPPING, ())
"""Of work where there is no plan, or for whoever may not see it."""


def proposed(
    claimed: Collection[int], mapped: Mapped, told: Mapping[int, Collection[int]]
) -> dict[UUID, str]:
    """Priority → why work that claims these standards is taken to serve it. `told`: what the number of a standard
    is in the plan's version of the standards, where that is another one than the work's."""
    found: dict[UUID, dict[Strength, set[int]]] = {}
    for number in claimed:
        meant = told.get(number, ())
        for (priority_id, mapped_number), strength in mapped.items():
            if mapped_number in meant and strength in SERVING:
                found.setdefault(priority_id, {}).setdefault(strength, set()).add(number)
    return {priority_id: in_words(by_strength) for priority_id, by_strength in found.items()}


def in_words(numbers: Mapping[Strength, Collection[int]]) -> str:
    """The strongest first; a standard that does more is not named again for less."""
    said: set[int] = set()
    parts = []
    for strength in reversed(SERVING):
        fresh = sorted(set(numbers.get(strength, ())) - said)
        said.update(fresh)
        if fresh:
            parts.append(_part(fresh, strength))
    sentence = ", ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def _part(numbers: list[int], strength: Strength) -> str:
    if len(numbers) == 1:
        return f"standard {numbers[0]} {strength.value} it"
    listed = ", ".join(map(str, numbers[:-1]))
    return f"standards {listed} and {numbers[-1]} {strength.value.removesuffix('s')} it"


def of_item(aims: Iterable[Aim], named: Collection[Aim] | None, why: Mapping[UUID, str]) -> Threads:
    """Of evidence: what its owner named, perhaps nothing; else what the mapping of its day proposes."""
    if named is not None:
        return _chosen(aims, named)
    return Threads(By.MAPPING, tuple(Thread(one, one.id in why, why.get(one.id, "")) for one in aims))


def of_work(aims: Iterable[Aim], named: Collection[Aim] | None, focus: Collection[Aim]) -> Threads:
    """Of a project or an event: what was named, perhaps nothing; else what the cohort is focused on."""
    if named is not None:
        return _chosen(aims, named)
    found = _chosen(aims, focus)
    return Threads(
        By.FOCUS, tuple(Thread(one.aim, one.serves, FOCUS if one.serves else "") for one in found.offered)
    )


def _chosen(aims: Iterable[Aim], chosen: Collection[Aim]) -> Threads:
    """What was chosen in another year stands as this year's priority of its line, or else beside the plan's."""
    offered = tuple(aims)
    lines = {one.line_id for one in chosen}
    earlier = {one.line_id: one for one in chosen}
    for aim in offered:
        earlier.pop(aim.line_id, None)
    return Threads(
        By.NAMED,
        (
            *(Thread(one, one.line_id in lines) for one in offered),
            *(Thread(one, True) for one in sorted(earlier.values(), key=lambda one: (one.number, one.id))),
        ),
    )
