"""One priority, measure, action or review; and a priority through the years."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.priorities.models import (
    ImprovementPlan,
    PlannedAction,
    Priority,
    Reading,
    Review,
    SuccessMeasure,
)
from tenants.priorities.queries.plans import PlanOfYear, WholePriority, whole
from tenants.schools.models import AcademicYear
from tenants.staff.actors import works
from tenants.staff.models import Staff


@dataclass(frozen=True)
class InYear:
    """A priority as it stood in one of its years."""

    of: PlanOfYear
    whole: WholePriority


def priority(session: Session, priority_id: UUID) -> Priority:
    found = session.scalar(select(Priority).where(here(session, Priority), Priority.id == priority_id))
    if found is None:
        raise NotFound
    return found


def measure(session: Session, success_id: UUID) -> SuccessMeasure:
    found = session.scalar(
        select(SuccessMeasure).where(here(session, SuccessMeasure), SuccessMeasure.id == success_id)
    )
    if found is None:
        raise NotFound
    return found


def readings(session: Session, measure_id: UUID) -> list[Reading]:
    return list(
        session.scalars(
            select(Reading)
            .where(here(session, Reading), Reading.measure_id == measure_id)
            .order_by(Reading.day)
        )
    )


def action(session: Session, step_id: UUID) -> PlannedAction:
    found = session.scalar(
        select(PlannedAction).where(here(session, PlannedAction), PlannedAction.id == step_id)
    )
    if found is None:
        raise NotFound
    return found


def review(session: Session, priority_id: UUID, half_term: str) -> Review | None:
    return session.scalar(
        select(Review).where(
            here(session, Review), Review.priority_id == priority_id, Review.half_term == half_term
        )
    )


def reviewed(session: Session, priority_id: UUID) -> bool:
    return bool(
        session.scalar(
            select(Review.priority_id)
            .where(here(session, Review), Review.priority_id == priority_id)
            .limit(1)
        )
    )


def through_the_years(session: Session, line_id: UUID) -> list[InYear]:
    """The latest first, in four questions."""
    rows = session.execute(
        select(ImprovementPlan, AcademicYear, Priority)
        .join(Priority, beside(Priority, ImprovementPlan, Priority.plan_id == ImprovementPlan.id))
        .join(AcademicYear, beside(AcademicYear, ImprovementPlan, AcademicYear.id == ImprovementPlan.year_id))
        .where(here(session, ImprovementPlan), Priority.line_id == line_id)
        .order_by(AcademicYear.starts_on.desc())
    ).all()
    found = whole(session, [one for _, _, one in rows])
    return [InYear(PlanOfYear(plan, year), one) for (plan, year, _), one in zip(rows, found, strict=True)]


def colleagues(session: Session) -> list[Staff]:
    """Who can see to an action: everybody who works here, by name."""
    return list(
        session.scalars(select(Staff).where(here(session, Staff), works()).order_by(Staff.name, Staff.id))
    )
