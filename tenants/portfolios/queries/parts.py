"""What a portfolio is made of: the items of its place, and those of a group to which its place contributed."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, literal, select, union_all
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.groups.queries.members import own_place
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Evidence
from tenants.portfolios.rules.contributions import Standing


def parts(*, unconfirmed: bool = False) -> Subquery:
    """Rows of `evidence_id`, `candidate_id`, `pooled`, `shared_at` (with the mentor) and the `standing` of the
    contribution. Without `unconfirmed` an item of a pool is part of a portfolio only once the others confirmed what
    was contributed to it. (Two parts and no OR, so that each of them finds its index.)"""
    nothing: Any = literal(Standing.CONFIRMED.value)
    own = select(
        Evidence.school_id,
        Evidence.id.label("evidence_id"),
        Evidence.candidate_id,
        literal(False).label("pooled"),
        Evidence.shared_at,
        nothing.label("standing"),
    ).where(Evidence.candidate_id.is_not(None))
    pooled = select(
        Contribution.school_id,
        Contribution.evidence_id,
        Contribution.candidate_id,
        literal(True),
        Contribution.shared_at,
        Contribution.standing,
    ).where(Contribution.copy_id.is_(None))
    if not unconfirmed:
        pooled = pooled.where(Contribution.standing == Standing.CONFIRMED.value)
    return union_all(own, pooled).subquery("parts")


def of_part(found: Subquery) -> ColumnElement[bool]:
    """The join of a part with its Evidence."""
    return and_(found.c.school_id == Evidence.school_id, found.c.evidence_id == Evidence.id)


def place_of(session: Session, actor: Actor, item: Evidence) -> UUID:
    """In whose portfolio somebody works on an item: its owner's; in a pool their own. NotFound outside the group."""
    if item.group_id is not None:
        return own_place(session, actor, item.group_id)
    if item.candidate_id is None:
        raise TypeError("an item belongs to a place or to a group")
    return item.candidate_id
