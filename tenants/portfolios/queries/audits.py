from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.portfolios.models import SelfAudit, SelfAuditEntry
from tenants.portfolios.queries.portfolios import Portfolio, portfolio


@dataclass(frozen=True)
class Audit:
    """One round of a place's self-audit, begun or not. `latest` may still be written in."""

    portfolio: Portfolio
    shared_at: datetime | None
    entries: Mapping[int, SelfAuditEntry]
    round: int = 1
    saved_at: datetime | None = None
    latest: bool = True

    @property
    def candidate_id(self) -> UUID:
        return self.portfolio.candidate_id

    @property
    def done(self) -> int:
        return sum(entry.level is not None for entry in self.entries.values())

    @property
    def levels(self) -> dict[int, int]:
        """Standard → where they stand, without those that were not looked at."""
        return {number: entry.level for number, entry in self.entries.items() if entry.level is not None}

    @property
    def targets(self) -> dict[int, int]:
        return {number: entry.target for number, entry in self.entries.items() if entry.target is not None}


@dataclass(frozen=True)
class Rounds:
    """Every round of a place's self-audit, the baseline first."""

    portfolio: Portfolio
    audits: Sequence[Audit]

    @property
    def candidate_id(self) -> UUID:
        return self.portfolio.candidate_id

    @property
    def shared(self) -> "Rounds":
        return Rounds(self.portfolio, [one for one in self.audits if one.shared_at])

    @property
    def shared_at(self) -> datetime | None:
        """Since when two of them can be compared by the mentor."""
        both = [one.shared_at for one in self.shared.audits if one.shared_at]
        return max(both) if len(both) > 1 else None


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
    """The latest round."""
    return audit_of(session, portfolio(session, candidate_id))


def audit_round(session: Session, candidate_id: UUID, number: int) -> Audit:
    """The first one is there before it is begun."""
    found = rounds(session, candidate_id)
    audits = found.audits or [Audit(found.portfolio, None, {})]
    if not 1 <= number <= len(audits):
        raise NotFound
    return audits[number - 1]


def audit_of(session: Session, portfolio: Portfolio, *, only_shared: bool = False) -> Audit:
    """The latest round, or the latest that is shared; one that says nothing when there is none."""
    found = rounds_of(session, portfolio)
    audits = (found.shared if only_shared else found).audits
    return audits[-1] if audits else Audit(portfolio, None, {})


def rounds(session: Session, candidate_id: UUID) -> Rounds:
    return rounds_of(session, portfolio(session, candidate_id))


def rounds_of(session: Session, portfolio: Portfolio) -> Rounds:
    rows = session.execute(
        select(SelfAudit, SelfAuditEntry)
        .outerjoin(
            SelfAuditEntry, beside(SelfAuditEntry, SelfAudit, SelfAuditEntry.self_audit_id == SelfAudit.id)
        )
        .where(here(session, SelfAudit), SelfAudit.candidate_id == portfolio.candidate_id)
        .order_by(SelfAudit.round)
    ).all()
    entries: dict[SelfAudit, dict[int, SelfAuditEntry]] = {}
    for kept, entry in rows:
        entries.setdefault(kept, {}).update({entry.standard_number: entry} if entry else {})
    latest = max((kept.round for kept in entries), default=0)
    return Rounds(
        portfolio,
        [
            Audit(portfolio, kept.shared_at, said, kept.round, kept.saved_at, kept.round == latest)
            for kept, said in entries.items()
        ],
    )


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
