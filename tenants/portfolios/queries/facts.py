"""What portfolios hold, told by one look at their evidence and one at their claims: tables beside each row of a
statement that selects from Candidate."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Date,
    FromClause,
    Select,
    Subquery,
    cast,
    distinct,
    func,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from tenants.base import clock
from tenants.cohorts.models import Candidate
from tenants.portfolios.models import EvidenceVersion
from tenants.portfolios.queries.parts import parts, standing_claims


@dataclass(frozen=True)
class Facts:
    """The two tables of one statement: its columns and its joins must speak of the same ones, so a statement makes
    them once and hands them on. (Two kept for all would differ where two threads make them at the same time.)"""

    gathered: FromClause = field(default_factory=lambda: _gathered())
    claimed: FromClause = field(default_factory=lambda: _claimed())

    def join(self, statement: Select[Any]) -> Select[Any]:
        return statement.join(self.gathered, true()).join(self.claimed, true())


def _gathered() -> FromClause:
    """Pieces by how far they are; `days` on which each finished one was first kept."""
    part = parts()
    finished, day = part.c.draft.is_(False), _day_of_first_keeping(part)
    return (
        select(
            func.count().filter(finished).label("finished"),
            func.count().filter(~finished).label("drafts"),
            func.count().filter(part.c.shown_at.is_not(None)).label("shared"),
            func.max(part.c.saved_at).label("last_saved_at"),
            func.array_agg(aggregate_order_by(day, day)).filter(finished).label("days"),
        )
        .where(
            part.c.school_id == Candidate.school_id,
            part.c.whose == Candidate.id,
            part.c.removed_at.is_(None),
        )
        .correlate(Candidate)
        .lateral("gathered")
    )


def _claimed() -> FromClause:
    """Of finished pieces: `pairs` of standard and level, one for each claim that counts; how many pieces are
    `serving` a standard, and how many of these have a claim that is `unfinished`."""
    claims = standing_claims()
    said, item = claims.c, distinct(claims.c.evidence_id)
    return (
        select(
            func.json_agg(func.json_build_array(said.standard_number, said.level))
            .filter(said.complete)
            .label("pairs"),
            func.count(item).label("serving"),
            func.count(item).filter(~said.complete).label("unfinished"),
        )
        .where(said.school_id == Candidate.school_id, said.candidate_id == Candidate.id)
        .correlate(Candidate)
        .lateral("claimed")
    )


def _day_of_first_keeping(part: Subquery) -> Any:
    first_kept = (
        select(func.min(EvidenceVersion.saved_at))
        .where(EvidenceVersion.school_id == part.c.school_id, EvidenceVersion.evidence_id == part.c.id)
        .correlate(part)
        .scalar_subquery()
    )
    return cast(func.timezone(clock.SCHOOL_TIME.key, func.coalesce(first_kept, part.c.saved_at)), Date)
