"""What work is linked with, and what a standard's number is in the version that the plan speaks of."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from tenants.base.isolation import beside, here
from tenants.priorities.models import ImprovementPlan, Priority
from tenants.priorities.queries.plans import Open
from tenants.standards.models import Replacement, Standard


def linked(session: Session, link: Any, whose: ColumnElement[bool]) -> list[Open]:
    """The priorities, of any year, that the rows of a table of links lead to; `whose` says which rows."""
    rows = session.execute(
        select(Priority.id, Priority.line_id, Priority.number, Priority.title, Priority.reason)
        .join(link, beside(link, Priority, link.priority_id == Priority.id))
        .where(here(session, Priority), whose)
        .order_by(Priority.number, Priority.id)
    )
    return [Open(*row) for row in rows]


def told_in_plan(session: Session, aims: list[Open], edition_id: UUID) -> Mapping[int, frozenset[int]]:
    """Each number of this version of the standards → what it is in the version of these priorities' plan: itself
    where the two are one, else what replaced it or what it replaced."""
    later = and_(Replacement.edition_id == Standard.edition_id, Replacement.number == Standard.number)
    earlier = and_(Replacement.by_edition_id == Standard.edition_id, Replacement.by_number == Standard.number)
    found: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(
            Standard.number,
            ImprovementPlan.edition_id,
            Replacement.edition_id,
            Replacement.number,
            Replacement.by_number,
        )
        .select_from(Standard)
        .join(ImprovementPlan, _plan_of(session, aims))
        .outerjoin(
            Replacement,
            or_(
                and_(later, Replacement.by_edition_id == ImprovementPlan.edition_id),
                and_(earlier, Replacement.edition_id == ImprovementPlan.edition_id),
            ),
        )
        .where(Standard.edition_id == edition_id)
    )
    for number, plans, replaced_in, before, after in rows:
        if plans == edition_id:
            found[number].add(number)
        elif replaced_in is not None:
            found[number].add(before if replaced_in == plans else after)
    return {number: frozenset(meant) for number, meant in found.items()}


def _plan_of(session: Session, aims: list[Open]) -> ColumnElement[bool]:
    plan_id = select(Priority.plan_id).where(here(session, Priority), Priority.id == aims[0].id)
    return and_(here(session, ImprovementPlan), ImprovementPlan.id == plan_id.scalar_subquery())
