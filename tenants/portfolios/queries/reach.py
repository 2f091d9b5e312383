"""What portfolios claim and when their evidence came, as columns of a statement that selects from Candidate."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from tenants.base.isolation import beside
from tenants.cohorts.models import Candidate
from tenants.portfolios.attempt_models import BankedStandard
from tenants.portfolios.queries.facts import Facts, Pairs
from tenants.portfolios.rules.coverage import Coverage, covered


@dataclass(frozen=True)
class Reach:
    """`claimed`: of each claim that counts, its standard and level. `gathered`: the day each finished piece
    was first kept."""

    claimed: Pairs
    banked: Mapping[int, int]
    gathered: tuple[date, ...]

    @cached_property
    def coverage(self) -> Coverage:
        levels: dict[int, int] = {}
        for number, level in self.claimed:
            levels[number] = max(level, levels.get(number, 0))
        return covered(levels, Counter(number for number, _ in self.claimed), self.banked)

    def beyond(self, level: int) -> Counter[int]:
        """Standard → how many pieces claim that level or more."""
        return Counter(number for number, claimed in self.claimed if claimed >= level)


def reach_columns() -> tuple[ColumnElement[Any], ...]:
    """What a Reach is made of beside the facts."""
    return (_banked(),)


def reach(of: Facts, banked: Pairs | None) -> Reach:
    return Reach(of.pairs, dict(banked or ()), of.days)


def _banked() -> ScalarSelect[Any]:
    return (
        select(func.json_agg(func.json_build_array(BankedStandard.standard_number, BankedStandard.level)))
        .where(beside(BankedStandard, Candidate, BankedStandard.candidate_id == Candidate.id))
        .correlate(Candidate)
        .scalar_subquery()
    )
