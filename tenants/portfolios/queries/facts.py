"""What portfolios hold, told by one look at their evidence and one at their claims: columns of a statement that selects
from Candidate. (Each is asked once for each row that the statement answers with. A table beside the rows would be
asked as often as PostgreSQL likes, and it likes it hundreds of times where nobody has counted the rows yet.)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ScalarSelect, Subquery, cast, distinct, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from tenants.base import clock
from tenants.cohorts.models import Candidate
from tenants.portfolios.models import EvidenceVersion
from tenants.portfolios.queries.parts import parts, standing_claims

Pairs = Sequence[tuple[int, int]]
"""Standard and level."""


@dataclass(frozen=True)
class Facts:
    """Pieces by how far they are; `days` on which each finished one was first kept. Of the finished: `pairs`, one for
    each claim that counts; how many are `serving` a standard, and how many of these have a claim that is
    `unfinished`."""

    finished: int
    drafts: int
    shared: int
    last_saved_at: datetime | None
    days: tuple[date, ...]
    pairs: Pairs
    serving: int
    unfinished: int


def facts_columns() -> tuple[ScalarSelect[Any], ScalarSelect[Any]]:
    return _gathered(), _claimed()


def facts(gathered: Any, claimed: Any) -> Facts:
    """Of these two columns of a row."""
    finished, drafts, shared, last, days = gathered
    pairs, serving, unfinished = claimed
    return Facts(
        finished,
        drafts,
        shared,
        datetime.fromisoformat(last) if last else None,
        tuple(map(date.fromisoformat, days or ())),
        pairs or (),
        serving,
        unfinished,
    )


def _gathered() -> ScalarSelect[Any]:
    part = parts()
    finished, day = part.c.draft.is_(False), _day_of_first_keeping(part)
    return (
        select(
            func.json_build_array(
                func.count().filter(finished),
                func.count().filter(~finished),
                func.count().filter(part.c.shown_at.is_not(None)),
                func.max(part.c.saved_at),
                func.array_agg(aggregate_order_by(day, day)).filter(finished),
            )
        )
        .where(
            part.c.school_id == Candidate.school_id,
            part.c.whose == Candidate.id,
            part.c.removed_at.is_(None),
        )
        .correlate(Candidate)
        .scalar_subquery()
    )


def _claimed() -> ScalarSelect[Any]:
    claims = standing_claims()
    said, item = claims.c, distinct(claims.c.evidence_id)
    return (
        select(
            func.json_build_array(
                func.json_agg(func.json_build_array(said.standard_number, said.level)).filter(said.complete),
                func.count(item),
                func.count(item).filter(~said.complete),
            )
        )
        .where(said.school_id == Candidate.school_id, said.candidate_id == Candidate.id)
        .correlate(Candidate)
        .scalar_subquery()
    )


def _day_of_first_keeping(part: Subquery) -> Any:
    first_kept = (
        select(func.min(EvidenceVersion.saved_at))
        .where(EvidenceVersion.school_id == part.c.school_id, EvidenceVersion.evidence_id == part.c.id)
        .correlate(part)
        .scalar_subquery()
    )
    return cast(func.timezone(clock.SCHOOL_TIME.key, func.coalesce(first_kept, part.c.saved_at)), Date)
