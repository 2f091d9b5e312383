"""How far portfolios are, in numbers: one query for any number of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, func, select
from sqlalchemy.orm import Session

from tenants.base.isolation import asking, beside, ours
from tenants.cohorts.models import Candidate
from tenants.portfolios.models import SelfAudit, SelfAuditEntry
from tenants.portfolios.queries.facts import Facts, facts, facts_columns


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
    rows = session.execute(_select_tallies(), asking(session, candidate_ids=list(candidate_ids)))
    return {row[0]: tally(facts(*row[1:3]), *row[3:]) for row in rows}


@cache
def _select_tallies() -> Select[Any]:
    among = Candidate.id.in_(bindparam("candidate_ids", expanding=True))
    return select(Candidate.id, *facts_columns(), *tally_columns()).where(ours(Candidate), among)


def tally_columns() -> tuple[ColumnElement[Any], ...]:
    """What a Tally is made of beside the facts."""
    return audited(), _audit_shared()


def tally(of: Facts, audited: int, audit_shared_at: datetime | None) -> Tally:
    return Tally(
        items=of.finished,
        drafts=of.drafts,
        shared=of.shared,
        unclaimed=of.finished - of.serving + of.unfinished,
        audited=audited,
        audit_shared_at=audit_shared_at,
        last_saved_at=of.last_saved_at,
    )


def audited() -> ScalarSelect[int]:
    """The standards that the candidate has placed themselves on, in any round."""
    return (
        select(func.count(SelfAuditEntry.standard_number.distinct()))
        .join(SelfAudit, beside(SelfAudit, SelfAuditEntry, SelfAudit.id == SelfAuditEntry.self_audit_id))
        .where(
            beside(SelfAudit, Candidate, SelfAudit.candidate_id == Candidate.id),
            SelfAuditEntry.level.is_not(None),
        )
        .correlate(Candidate)
        .scalar_subquery()
    )


def _audit_shared() -> ScalarSelect[datetime | None]:
    return (
        select(func.max(SelfAudit.shared_at))
        .where(beside(SelfAudit, Candidate, SelfAudit.candidate_id == Candidate.id))
        .scalar_subquery()
    )
