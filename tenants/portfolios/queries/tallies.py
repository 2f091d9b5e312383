"""How far portfolios are, in numbers: one query for any number of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.portfolios.models import Claim, Evidence, SelfAudit, SelfAuditEntry
from tenants.portfolios.queries.evidence import finished_claim


@dataclass(frozen=True)
class Tally:
    """`items` are finished ones; `unclaimed` of them serve no standard yet or have a claim to finish."""

    items: int
    drafts: int
    shared: int
    unclaimed: int
    audited: int
    audit_shared_at: datetime | None
    last_saved_at: datetime | None


def tallies(session: Session, candidate_ids: Collection[UUID]) -> dict[UUID, Tally]:
    rows = session.execute(
        select(Candidate.id, *tally_columns()).where(
            here(session, Candidate), Candidate.id.in_(candidate_ids)
        )
    )
    return {row[0]: Tally(*row[1:]) for row in rows}


@cache
def tally_columns() -> tuple[ScalarSelect[Any], ...]:
    """What a Tally is made of, in its order; for a statement that selects from Candidate."""
    return (
        _items(Evidence.draft.is_(False)),
        _items(Evidence.draft.is_(True)),
        _items(Evidence.shared_at.is_not(None)),
        _items(and_(Evidence.draft.is_(False), ~_claims_finished())),
        _audited(),
        _latest_audit(),
        select(func.max(Evidence.saved_at)).where(_live()).scalar_subquery(),
    )


def _live() -> ColumnElement[bool]:
    return and_(
        beside(Evidence, Candidate, Evidence.candidate_id == Candidate.id), Evidence.removed_at.is_(None)
    )


def _items(condition: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(_live(), condition).scalar_subquery()


def _claims_finished() -> ColumnElement[bool]:
    of_item = beside(Claim, Evidence, Claim.evidence_id == Evidence.id)
    return and_(exists().where(of_item), ~exists().where(of_item, ~finished_claim()))


def _latest() -> ColumnElement[bool]:
    later = aliased(SelfAudit)
    return ~exists().where(
        later.school_id == SelfAudit.school_id,
        later.candidate_id == SelfAudit.candidate_id,
        later.round > SelfAudit.round,
    )


def _audited() -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(SelfAuditEntry)
        .join(SelfAudit, beside(SelfAudit, SelfAuditEntry, SelfAudit.id == SelfAuditEntry.self_audit_id))
        .where(
            beside(SelfAudit, Candidate, SelfAudit.candidate_id == Candidate.id),
            _latest(),
            SelfAuditEntry.level.is_not(None),
        )
        .correlate(Candidate)
        .scalar_subquery()
    )


def _latest_audit() -> ScalarSelect[datetime | None]:
    return (
        select(SelfAudit.shared_at)
        .where(beside(SelfAudit, Candidate, SelfAudit.candidate_id == Candidate.id))
        .order_by(SelfAudit.round.desc())
        .limit(1)
        .scalar_subquery()
    )
