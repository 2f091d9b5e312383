"""What portfolios hold, told by one look at their evidence and one at their claims: tables beside each row of a
statement that selects from Candidate."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Date, FromClause, Select, cast, distinct, func, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by

from tenants.base import clock
from tenants.base.isolation import beside
from tenants.cohorts.models import Candidate
from tenants.portfolios.models import Claim, Evidence, EvidenceVersion
from tenants.portfolios.queries.evidence import finished_claim, standing
from tenants.portfolios.queries.parts import of_part, parts


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
    finished, part = Evidence.draft.is_(False), parts()
    day = _day_of_first_keeping()
    return (
        select(
            func.count().filter(finished).label("finished"),
            func.count().filter(~finished).label("drafts"),
            func.count().filter(part.c.shared_at.is_not(None)).label("shared"),
            func.max(Evidence.saved_at).label("last_saved_at"),
            func.array_agg(aggregate_order_by(day, day)).filter(finished).label("days"),
        )
        .select_from(part)
        .join(Evidence, of_part(part))
        .where(
            part.c.school_id == Candidate.school_id,
            part.c.candidate_id == Candidate.id,
            Evidence.removed_at.is_(None),
        )
        .correlate(Candidate)
        .lateral("gathered")
    )


def _claimed() -> FromClause:
    """Of finished pieces: `pairs` of standard and level, one for each claim that counts; how many pieces are
    `serving` a standard, and how many of these have a claim that is `unfinished`."""
    return (
        select(
            func.json_agg(func.json_build_array(Claim.standard_number, Claim.level))
            .filter(finished_claim())
            .label("pairs"),
            func.count(distinct(Claim.evidence_id)).label("serving"),
            func.count(distinct(Claim.evidence_id)).filter(~finished_claim()).label("unfinished"),
        )
        .select_from(Claim)
        .join(Evidence, beside(Evidence, Claim, Evidence.id == Claim.evidence_id))
        .where(
            beside(Claim, Candidate, Claim.candidate_id == Candidate.id),
            standing(),
        )
        .correlate(Candidate)
        .lateral("claimed")
    )


def _day_of_first_keeping() -> Any:
    first_kept = (
        select(func.min(EvidenceVersion.saved_at))
        .where(beside(EvidenceVersion, Evidence, EvidenceVersion.evidence_id == Evidence.id))
        .correlate(Evidence)
        .scalar_subquery()
    )
    return cast(func.timezone(clock.SCHOOL_TIME.key, func.coalesce(first_kept, Evidence.saved_at)), Date)
