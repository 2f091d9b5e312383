from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.isolation import beside, here
from tenants.portfolios.models import SelfAudit, SelfAuditEntry
from tenants.portfolios.queries.portfolios import Portfolio, portfolio


@dataclass(frozen=True)
class Audit:
    """The latest self-audit of a place, begun or not."""

    portfolio: Portfolio
    shared_at: datetime | None
    entries: Mapping[int, SelfAuditEntry]

    @property
    def candidate_id(self) -> UUID:
        return self.portfolio.candidate_id

    @property
    def done(self) -> int:
        return sum(entry.level is not None for entry in self.entries.values())


@dataclass(frozen=True)
class Step:
    """One standard of the self-audit."""

    portfolio: Portfolio
    number: int
    entry: SelfAuditEntry | None

    @property
    def candidate_id(self) -> UUID:
        return self.portfolio.candidate_id


def audit(session: Session, candidate_id: UUID) -> Audit:
    return audit_of(session, portfolio(session, candidate_id))


def audit_of(session: Session, portfolio: Portfolio) -> Audit:
    latest = session.scalar(
        select(SelfAudit)
        .where(here(session, SelfAudit), SelfAudit.candidate_id == portfolio.candidate_id)
        .order_by(SelfAudit.round.desc())
        .limit(1)
    )
    if latest is None:
        return Audit(portfolio, None, {})
    found = session.scalars(
        select(SelfAuditEntry).where(here(session, SelfAuditEntry), SelfAuditEntry.self_audit_id == latest.id)
    )
    return Audit(portfolio, latest.shared_at, {entry.standard_number: entry for entry in found})


def step(session: Session, candidate_id: UUID, number: int) -> Step:
    latest = select(SelfAudit.round).where(here(session, SelfAudit), SelfAudit.candidate_id == candidate_id)
    entry = session.scalar(
        select(SelfAuditEntry)
        .join(SelfAudit, beside(SelfAudit, SelfAuditEntry, SelfAudit.id == SelfAuditEntry.self_audit_id))
        .where(
            here(session, SelfAuditEntry),
            SelfAudit.candidate_id == candidate_id,
            SelfAudit.round == latest.order_by(SelfAudit.round.desc()).limit(1).scalar_subquery(),
            SelfAuditEntry.standard_number == number,
        )
    )
    return Step(portfolio(session, candidate_id), number, entry)
