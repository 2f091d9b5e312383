from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import InstrumentedAttribute, Session

from tenants.base.isolation import beside, here
from tenants.copies.rules.contents import EventTold, ItemTold
from tenants.priorities.models import Priority
from tenants.projects.models import ProjectPriority

Told = TypeVar("Told", ItemTold, EventTold)
PRIORITIES = "Priorities it serves"


def named_of(
    session: Session, link: Any, whose: InstrumentedAttribute[UUID], ids: Iterable[UUID]
) -> dict[UUID, str]:
    """Piece of work → the titles of the priorities that were named of it, where any were."""
    titles = func.string_agg(Priority.title, aggregate_order_by(literal("; "), Priority.number, Priority.id))
    rows = session.execute(
        select(whose, titles)
        .join(link, beside(link, Priority, link.priority_id == Priority.id))
        .where(here(session, Priority), whose.in_(ids))
        .group_by(whose)
    )
    return {row[0]: row[1] for row in rows}


def project_named(session: Session, project_id: UUID) -> str:
    found = named_of(session, ProjectPriority, ProjectPriority.project_id, [project_id])
    return found.get(project_id, "")


def with_priorities(told: Told, named: str | None) -> Told:
    return replace(told, facts=(*told.facts, (PRIORITIES, named))) if named else told
