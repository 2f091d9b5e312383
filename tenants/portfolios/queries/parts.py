"""What a portfolio is made of: the items of its place, and those of a group to which its place contributed."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, literal, select, true, union_all
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.isolation import beside
from tenants.base.searching import FOUND_BY
from tenants.groups.queries.members import own_place
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Claim, Evidence
from tenants.portfolios.queries.evidence import finished_claim
from tenants.portfolios.rules.contributions import Standing

_ITEM = [one for one in Evidence.__table__.c if one.key != FOUND_BY]


def parts(*, unconfirmed: bool = False) -> Subquery:
    """Rows of Evidence, each once for every place of whose portfolio it is part: `whose`; `shown_at`, when it was
    shared with their mentor; the `standing` of what they contributed. Without `unconfirmed` an item of a pool is part
    of a portfolio only once the others confirmed that. What somebody took along when they left is part of theirs as
    their copy, and the shared item is no more. (Two parts and no OR, each with the columns of its items: so each of
    them finds its index, and nothing is read twice.)"""
    nothing: Any = literal(Standing.CONFIRMED.value)
    own = select(
        *_ITEM,
        Evidence.candidate_id.label("whose"),
        Evidence.shared_at.label("shown_at"),
        nothing.label("standing"),
    ).where(Evidence.candidate_id.is_not(None))
    pooled = (
        select(*_ITEM, Contribution.candidate_id, Contribution.shared_at, Contribution.standing)
        .join(Contribution, beside(Contribution, Evidence, Contribution.evidence_id == Evidence.id))
        .where(Evidence.group_id.is_not(None), true() if unconfirmed else _confirmed(), _stays())
    )
    return union_all(own, pooled).subquery("parts")


def standing_claims() -> Subquery:
    """Rows of Claim on the finished items of the claimant's portfolio, and whether each is `complete`."""
    said = select(*Claim.__table__.c, finished_claim().label("complete")).where(
        Evidence.removed_at.is_(None), Evidence.draft.is_(False)
    )
    item = beside(Evidence, Claim, Evidence.id == Claim.evidence_id)
    own = said.join(Evidence, item & (Evidence.candidate_id == Claim.candidate_id))
    contributed = beside(Contribution, Claim, Contribution.evidence_id == Claim.evidence_id)
    pooled = (
        said.join(Contribution, contributed & (Contribution.candidate_id == Claim.candidate_id))
        .join(Evidence, item)
        .where(Evidence.group_id.is_not(None), _confirmed(), _stays())
    )
    return union_all(own, pooled).subquery("standing_claims")


def _confirmed() -> ColumnElement[bool]:
    return and_(Contribution.standing == Standing.CONFIRMED.value)


def _stays() -> ColumnElement[bool]:
    """Nobody took it along."""
    return Contribution.copy_id.is_(None)


def claimed(part: Subquery) -> ColumnElement[bool]:
    """The join of a part with what its owner claims with it, finished or not."""
    return and_(
        Claim.school_id == part.c.school_id,
        Claim.evidence_id == part.c.id,
        Claim.candidate_id == part.c.whose,
    )


def place_of(session: Session, actor: Actor, item: Evidence) -> UUID:
    """In whose portfolio somebody works on an item: its owner's; in a pool their own. NotFound outside the group."""
    if item.group_id is not None:
        return own_place(session, actor, item.group_id)
    if item.candidate_id is None:
        raise TypeError("an item belongs to a place or to a group")
    return item.candidate_id
