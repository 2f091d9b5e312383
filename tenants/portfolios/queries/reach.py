"""What portfolios claim and when their evidence came, as columns of a statement that selects from Candidate."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Date, ScalarSelect, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from tenants.base import clock
from tenants.base.isolation import beside
from tenants.cohorts.models import Candidate
from tenants.portfolios.models import BankedStandard, Claim, Evidence, EvidenceVersion
from tenants.portfolios.queries.evidence import counting
from tenants.portfolios.rules.coverage import Coverage, covered

Pairs = Sequence[tuple[int, int]]
"""Standard and level."""


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


def reach_columns() -> tuple[ScalarSelect[Any], ...]:
    return _claimed(), _banked(), _gathered()


def reach(claimed: Pairs | None, banked: Pairs | None, gathered: Sequence[date] | None) -> Reach:
    return Reach(claimed or (), dict(banked or ()), tuple(gathered or ()))


def _claimed() -> ScalarSelect[Any]:
    return (
        select(func.json_agg(func.json_build_array(Claim.standard_number, Claim.level)))
        .select_from(Claim)
        .join(Evidence, beside(Evidence, Claim, Evidence.id == Claim.evidence_id))
        .where(beside(Claim, Candidate, Claim.candidate_id == Candidate.id), counting())
        .correlate(Candidate)
        .scalar_subquery()
    )


def _banked() -> ScalarSelect[Any]:
    return (
        select(func.json_agg(func.json_build_array(BankedStandard.standard_number, BankedStandard.level)))
        .where(beside(BankedStandard, Candidate, BankedStandard.candidate_id == Candidate.id))
        .correlate(Candidate)
        .scalar_subquery()
    )


def _gathered() -> ScalarSelect[Any]:
    first_kept = (
        select(func.min(EvidenceVersion.saved_at))
        .where(beside(EvidenceVersion, Evidence, EvidenceVersion.evidence_id == Evidence.id))
        .correlate(Evidence)
        .scalar_subquery()
    )
    day = cast(func.timezone(clock.SCHOOL_TIME.key, func.coalesce(first_kept, Evidence.saved_at)), Date)
    return (
        select(func.array_agg(aggregate_order_by(day, day)))
        .where(
            beside(Evidence, Candidate, Evidence.candidate_id == Candidate.id),
            Evidence.removed_at.is_(None),
            Evidence.draft.is_(False),
        )
        .correlate(Candidate)
        .scalar_subquery()
    )
