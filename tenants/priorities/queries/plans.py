from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, case, or_, select
from sqlalchemy.orm import Session

from tenants.base.isolation import asking, beside, ours
from tenants.priorities.models import ImprovementPlan, Priority
from tenants.schools.models import AcademicYear


@dataclass(frozen=True)
class Open:
    """A priority as everybody at the school may see it."""

    id: UUID
    line_id: UUID
    number: int
    title: str
    reason: str


def priorities_open(session: Session, day: date) -> list[Open]:
    """Of the plan of the year that holds the day; else of the latest that is not in the archive."""
    return [Open(*row) for row in session.execute(_select_open(), asking(session, day=day))]


@cache
def _select_open() -> Select[UUID, UUID, int, str, str]:
    day: BindParameter[date] = bindparam("day")
    holds = (AcademicYear.starts_on <= day) & (AcademicYear.ends_on >= day)
    plan = (
        select(ImprovementPlan.id)
        .join(AcademicYear, beside(AcademicYear, ImprovementPlan, AcademicYear.id == ImprovementPlan.year_id))
        .where(ours(ImprovementPlan), or_(holds, ImprovementPlan.archived_at.is_(None)))
        .order_by(case((holds, 0), else_=1), AcademicYear.starts_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(Priority.id, Priority.line_id, Priority.number, Priority.title, Priority.reason)
        .where(ours(Priority), Priority.plan_id == plan)
        .order_by(Priority.number, Priority.id)
    )
