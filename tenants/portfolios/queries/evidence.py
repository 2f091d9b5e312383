from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.cohorts.models import Candidate
from tenants.groups.models import GroupMember
from tenants.groups.rules.states import MemberState
from tenants.portfolios.models import Claim, Evidence, EvidenceFile, EvidenceVersion
from tenants.portfolios.queries.portfolios import Portfolio, select_portfolios
from tenants.portfolios.rules.states import Source


@dataclass(frozen=True)
class Listed:
    """An item in a list: with the standards it serves, those whose claim is unfinished, and its files."""

    item: Evidence
    standards: tuple[int, ...]
    unfinished: tuple[int, ...]
    files: int


def item(session: Session, evidence_id: UUID) -> Evidence:
    return _one(session, evidence_id, removed=False)


def removed_item(session: Session, evidence_id: UUID) -> Evidence:
    return _one(session, evidence_id, removed=True)


@dataclass(frozen=True)
class Placed:
    """An item and the portfolio it is part of."""

    item: Evidence
    portfolio: Portfolio

    @property
    def id(self) -> UUID:
        return self.item.id

    @property
    def candidate_id(self) -> UUID:
        return self.portfolio.candidate_id

    @property
    def shared_at(self) -> datetime | None:
        return self.item.shared_at


def placed(session: Session, evidence_id: UUID) -> Placed | None:
    """Both in one question; None where it is of no portfolio alone."""
    row = session.execute(_select_placed(), asking(session, wanted=evidence_id)).one_or_none()
    if row is None:
        return None
    *whole, found = row
    return Placed(found, Portfolio(*whole))


@cache
def _select_placed() -> Select[Any]:
    return (
        select_portfolios()
        .add_columns(Evidence)
        .join(Evidence, beside(Evidence, Candidate, Evidence.candidate_id == Candidate.id))
        .where(Evidence.id == bindparam("wanted"), Evidence.removed_at.is_(None))
    )


def _one(session: Session, evidence_id: UUID, *, removed: bool) -> Evidence:
    found = session.scalar(_select_one(removed=removed), asking(session, wanted=evidence_id))
    if found is None:
        raise NotFound
    return found


@cache
def _select_one(*, removed: bool) -> Select[Evidence]:
    state = Evidence.removed_at.is_not(None) if removed else Evidence.removed_at.is_(None)
    return select(Evidence).where(ours(Evidence), Evidence.id == bindparam("wanted"), state)


def items(session: Session, candidate_id: UUID, *, only_shared: bool = False) -> list[Listed]:
    """Newest first, without what was removed."""
    rows = session.execute(_select_items(only_shared=only_shared), asking(session, whose=candidate_id))
    return [
        Listed(one, tuple(sorted(all_of or ())), tuple(sorted(open_ones or ())), files)
        for one, all_of, open_ones, files in rows
    ]


@cache
def _select_items(*, only_shared: bool) -> Select[Any]:
    claimed = and_(beside(Claim, Evidence, Claim.evidence_id == Evidence.id))
    return (
        select(
            Evidence,
            select(func.array_agg(Claim.standard_number)).where(claimed).scalar_subquery(),
            select(func.array_agg(Claim.standard_number)).where(claimed, ~finished_claim()).scalar_subquery(),
            select(func.count()).where(live_file()).scalar_subquery(),
        )
        .where(
            ours(Evidence),
            Evidence.candidate_id == bindparam("whose"),
            Evidence.removed_at.is_(None),
            Evidence.shared_at.is_not(None) if only_shared else true(),
        )
        .order_by(Evidence.id.desc())
    )


def finished_claim() -> ColumnElement[bool]:
    """A claim that says all it must: the same as `Claim.complete`."""
    return and_(Claim.level.is_not(None), Claim.reach_who != "", Claim.justification != "")


def live_file() -> ColumnElement[bool]:
    return and_(
        beside(EvidenceFile, Evidence, EvidenceFile.evidence_id == Evidence.id),
        EvidenceFile.removed_at.is_(None),
    )


def removed_items(session: Session, candidate_id: UUID) -> Sequence[Evidence]:
    return session.scalars(_select_removed(), asking(session, whose=candidate_id)).all()


@cache
def _select_removed() -> Select[Evidence]:
    """Their own, and those of the pool in which they work."""
    own = Evidence.candidate_id == bindparam("whose")
    groups = select(GroupMember.group_id).where(
        ours(GroupMember),
        GroupMember.candidate_id == bindparam("whose"),
        GroupMember.state == MemberState.MEMBER.value,
    )
    pooled = Evidence.group_id.in_(groups)
    return (
        select(Evidence)
        .where(ours(Evidence), or_(own, pooled), Evidence.removed_at.is_not(None))
        .order_by(Evidence.removed_at.desc())
    )


def untouched_draft(session: Session, candidate_id: UUID, kind: str) -> Evidence | None:
    """A draft of this kind in which nothing was written yet."""
    has_claim = exists().where(beside(Claim, Evidence, Claim.evidence_id == Evidence.id))
    return session.scalar(
        select(Evidence)
        .where(
            here(session, Evidence),
            Evidence.candidate_id == candidate_id,
            Evidence.kind == kind,
            Evidence.version == 1,
            Evidence.removed_at.is_(None),
            Evidence.draft,
            ~has_claim,
            ~exists().where(live_file()),
        )
        .limit(1)
    )


def drawn_item(session: Session, candidate_id: UUID, source: Source, source_id: UUID) -> Evidence | None:
    """The item that was drawn from it, removed or not; held until the transaction ends."""
    return session.scalar(
        select(Evidence)
        .where(
            here(session, Evidence),
            Evidence.candidate_id == candidate_id,
            Evidence.source == source,
            Evidence.source_id == source_id,
        )
        .with_for_update()
    )


def versions(session: Session, evidence_id: UUID) -> Sequence[EvidenceVersion]:
    """Newest first."""
    return session.scalars(
        select(EvidenceVersion)
        .where(here(session, EvidenceVersion), EvidenceVersion.evidence_id == evidence_id)
        .order_by(EvidenceVersion.version.desc())
    ).all()


@dataclass(frozen=True)
class Earlier:
    """A kept version with its item; whose item it is decides who may read it."""

    item: Evidence
    kept: EvidenceVersion

    @property
    def candidate_id(self) -> UUID | None:
        return self.item.candidate_id

    @property
    def group_id(self) -> UUID | None:
        return self.item.group_id


def version(session: Session, evidence_id: UUID, number: int) -> Earlier:
    kept = session.get(EvidenceVersion, (item(session, evidence_id).school_id, evidence_id, number))
    if kept is None:
        raise NotFound
    return Earlier(item(session, evidence_id), kept)
