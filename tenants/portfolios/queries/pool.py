"""Items of the pool of a group, as its members and their mentors come to them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, and_, bindparam, func, select, true
from sqlalchemy.orm import Session, aliased

from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, ours
from tenants.cohorts.models import Candidate
from tenants.groups.models import Group, GroupMember
from tenants.groups.queries.members import current_members
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Claim, Evidence
from tenants.portfolios.queries.evidence import Listed, Placed, finished_claim, live_file
from tenants.portfolios.queries.portfolios import Portfolio, select_portfolios


@dataclass(frozen=True)
class InPool(Placed):
    """An item of a pool, with the portfolio of the member who looks at it."""

    group: Group


def in_pool(session: Session, evidence_id: UUID, staff_id: UUID | None) -> InPool:
    """NotFound for whoever does not work in its group."""
    wanted = asking(session, wanted=evidence_id, reader=staff_id)
    row = session.execute(_select_in_pool(), wanted).one_or_none()
    if row is None:
        raise NotFound
    *whole, found, group = row
    return InPool(found, Portfolio(*whole), group)


@cache
def _select_in_pool() -> Select[Any]:
    return (
        select_portfolios()
        .add_columns(Evidence, Group)
        .join(GroupMember, beside(GroupMember, Candidate, GroupMember.candidate_id == Candidate.id))
        .join(Group, beside(Group, GroupMember, Group.id == GroupMember.group_id))
        .join(Evidence, beside(Evidence, Group, Evidence.group_id == Group.id))
        .where(
            Evidence.id == bindparam("wanted"),
            Evidence.removed_at.is_(None),
            Candidate.staff_id == bindparam("reader"),
            current_members(),
        )
    )


@dataclass(frozen=True)
class Pooled(Listed):
    """An item of a pool in somebody's list: what their own contribution stands at, and how many have said what they
    did. Without a contribution of theirs `standing` is empty."""

    standing: str | None
    shared_at: datetime | None
    contributors: int


def pooled_items(session: Session, candidate_id: UUID, *, only_shared: bool = False) -> list[Pooled]:
    """What is in the pool of the group in which they work, newest first; the claims are their own."""
    rows = session.execute(_select_pooled(only_shared=only_shared), asking(session, whose=candidate_id))
    return [
        Pooled(one, tuple(sorted(all_of or ())), tuple(sorted(open_ones or ())), *told)
        for one, all_of, open_ones, *told in rows
    ]


@cache
def _select_pooled(*, only_shared: bool) -> Select[Any]:
    whose: BindParameter[UUID] = bindparam("whose")
    claimed = and_(beside(Claim, Evidence, Claim.evidence_id == Evidence.id), Claim.candidate_id == whose)
    another = aliased(Contribution)
    said = select(func.count()).where(beside(another, Evidence, another.evidence_id == Evidence.id))
    mine = and_(
        beside(Contribution, Evidence, Contribution.evidence_id == Evidence.id),
        Contribution.candidate_id == whose,
        Contribution.copy_id.is_(None),
    )
    return (
        select(
            Evidence,
            select(func.array_agg(Claim.standard_number)).where(claimed).scalar_subquery(),
            select(func.array_agg(Claim.standard_number)).where(claimed, ~finished_claim()).scalar_subquery(),
            select(func.count()).where(live_file()).scalar_subquery(),
            Contribution.standing,
            Contribution.shared_at,
            said.scalar_subquery(),
        )
        .join(GroupMember, beside(GroupMember, Evidence, GroupMember.group_id == Evidence.group_id))
        .join(Candidate, beside(Candidate, GroupMember, Candidate.id == GroupMember.candidate_id))
        .outerjoin(Contribution, mine)
        .where(
            ours(Evidence),
            GroupMember.candidate_id == whose,
            current_members(),
            Evidence.removed_at.is_(None),
            Contribution.shared_at.is_not(None) if only_shared else true(),
        )
        .order_by(Evidence.id.desc())
    )


@dataclass(frozen=True)
class Part:
    """A member's part in an item of a pool, with the item: what a mentor may read once it was shared with them."""

    item: Evidence
    contribution: Contribution
    portfolio: Portfolio

    @property
    def candidate_id(self) -> UUID:
        return self.contribution.candidate_id

    @property
    def shared_at(self) -> datetime | None:
        return self.contribution.shared_at


def part(session: Session, candidate_id: UUID, evidence_id: UUID) -> Part:
    row = session.execute(
        select_portfolios()
        .add_columns(Evidence, Contribution)
        .join(Contribution, beside(Contribution, Candidate, Contribution.candidate_id == Candidate.id))
        .join(Evidence, beside(Evidence, Contribution, Evidence.id == Contribution.evidence_id))
        .where(
            Candidate.id == candidate_id,
            Evidence.id == evidence_id,
            Evidence.removed_at.is_(None),
            Contribution.copy_id.is_(None),
        ),
        asking(session),
    ).one_or_none()
    if row is None:
        raise NotFound
    *whole, found, one = row
    return Part(found, one, Portfolio(*whole))
