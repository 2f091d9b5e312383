"""The pass rule, as an assessor would read it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PassRule:
    """`pass_count` standards at `pass_level` or above, and every standard at `floor_level` or above."""

    numbers: tuple[int, ...]
    pass_level: int
    pass_count: int
    floor_level: int


@dataclass(frozen=True)
class Standing:
    """Where a set of levels stands against the rule."""

    reached: tuple[int, ...]
    below_floor: tuple[int, ...]
    still_needed: int

    @property
    def passes(self) -> bool:
        return self.still_needed == 0 and not self.below_floor


def standing(rule: PassRule, levels: Mapping[int, int]) -> Standing:
    """`levels`: standard number → level; a standard without one counts as not addressed."""
    reached = tuple(number for number in rule.numbers if levels.get(number, 0) >= rule.pass_level)
    below = tuple(number for number in rule.numbers if levels.get(number, 0) < rule.floor_level)
    return Standing(reached, below, max(0, rule.pass_count - len(reached)))
