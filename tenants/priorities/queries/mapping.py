"""The mapping of a plan as it held on a day."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from tenants.base.isolation import beside, here
from tenants.priorities.models import ImprovementPlan, Mapping, Priority
from tenants.priorities.rules.mapping import Cell, held
from tenants.priorities.rules.states import Strength
from tenants.schools.models import AcademicYear


def mapped_on(session: Session, day: date) -> dict[Cell, Strength]:
    """Of the plan of the academic year that holds the day: what is mapped at all, and how strongly."""
    rows = session.execute(
        select(Mapping.priority_id, Mapping.standard_number, Mapping.strength)
        .join(Priority, beside(Priority, Mapping, Priority.id == Mapping.priority_id))
        .join(ImprovementPlan, beside(ImprovementPlan, Priority, ImprovementPlan.id == Priority.plan_id))
        .join(AcademicYear, beside(AcademicYear, ImprovementPlan, AcademicYear.id == ImprovementPlan.year_id))
        .where(
            here(session, Mapping),
            AcademicYear.starts_on <= day,
            AcademicYear.ends_on >= day,
            Mapping.from_on <= day,
        )
        .ext(distinct_on(Mapping.priority_id, Mapping.standard_number))
        .order_by(Mapping.priority_id, Mapping.standard_number, Mapping.from_on.desc())
    )
    return {
        (priority_id, number): Strength(strength)
        for priority_id, number, strength in rows
        if strength != Strength.NONE
    }


def mapping_of(session: Session, priorities: Iterable[UUID], day: date) -> dict[Cell, Mapping]:
    """What is mapped of these priorities on that day, with its reasons."""
    return held(everything_said(session, priorities), day)


def everything_said(session: Session, priorities: Iterable[UUID]) -> list[Mapping]:
    """The latest first."""
    return list(
        session.scalars(
            select(Mapping)
            .where(here(session, Mapping), Mapping.priority_id.in_(list(priorities)))
            .order_by(Mapping.from_on.desc(), Mapping.priority_id, Mapping.standard_number)
        )
    )
