"""The evidence map of one portfolio: standards against levels."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenants.standards.rules.passing import PassRule, Standing, standing


@dataclass(frozen=True)
class Coverage:
    """`levels`: standard → the highest level claimed by evidence that counts, or the level it was banked at.
    `pieces`: standard → how many items claim it. Standards without either are left out."""

    levels: Mapping[int, int]
    pieces: Mapping[int, int]
    banked: Mapping[int, int]

    def standing(self, rule: PassRule) -> Standing:
        return standing(rule, self.levels)

    @property
    def addressed(self) -> int:
        return len(self.levels)


def covered(claimed: Mapping[int, int], pieces: Mapping[int, int], banked: Mapping[int, int]) -> Coverage:
    """What is banked is settled: a new claim neither lifts nor lowers it."""
    return Coverage({**claimed, **banked}, pieces, banked)
