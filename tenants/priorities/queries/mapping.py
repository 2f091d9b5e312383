"""The mapping of a plan as it held on a day."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from tenants.base.isolation import asking, beside, here, ours
from tenants.priorities.models import ImprovementPlan, Mapping, Priority
from tenants.priorities.rules.mapping import Cell, held
from tenants.priorities.rules.states import Strength
from tenants.schools.models import AcademicYear


def mapped_on(session: Session, day: date) -> dict[Cell, Strength]:
    """Of the plan of the academic year that holds the day: what is mapped at all, and how strongly."""
    return strengths(session.execute(select_mapped(), asking(session, day=day)))


def strengths(rows: Iterable[tuple[UUID, int, str]]) -> dict[Cell, Strength]:
    """What `select_mapped` found."""
    return {
        (priority_id, number): Strength(strength)
        for priority_id, number, strength in rows
        if strength != Strength.NONE
    }


@cache
def select_mapped() -> Select[UUID, int, str]:
    """What was said last of each square until `day`, in the plan of its year."""
    day: BindParameter[date] = bindparam("day")
    return (
        select(Mapping.priority_id, Mapping.standard_number, Mapping.strength)
        .ext(distinct_on(Mapping.priority_id, Mapping.standard_number))
        .join(Priority, beside(Priority, Mapping, Priority.id == Mapping.priority_id))
        .join(ImprovementPlan, beside(ImprovementPlan, Priority, ImprovementPlan.id == Priority.plan_id))
        .join(AcademicYear, beside(AcademicYear, ImprovementPlan, AcademicYear.id == ImprovementPlan.year_id))
        .where(
            ours(Mapping),
            Mapping.from_on <= day,
            AcademicYear.starts_on <= day,
            AcademicYear.ends_on >= day,
        )
        .order_by(Mapping.priority_id, Mapping.standard_number, Mapping.from_on.desc())
    )


def mapping_of(session: Session, priorities: Iterable[UUID], day: date) -> dict[Cell, Mapping]:
    """What is mapped of these priorities on that day, with its reasons."""
    return held(everything_said(session, priorities), day)


def everything_said(session: Session, priorities: Iterable[UUID]) -> list[Mapping]:
    """The latest first, as it stands now: whoever holds the priority reads what was said while they waited."""
    return list(
        session.scalars(
            select(Mapping)
            .where(here(session, Mapping), Mapping.priority_id.in_(list(priorities)))
            .order_by(Mapping.from_on.desc(), Mapping.priority_id, Mapping.standard_number)
            .execution_options(populate_existing=True)
        )
    )
