"""A plan of the year that holds today, and the people who keep it."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.priorities.actions.plans import begin_plan
from tenants.priorities.actions.priorities import add_priority
from tenants.priorities.models import ImprovementPlan, Priority
from tenants.schools.models import AcademicYear, HalfTerm
from tests.factories.staff import acting, make_staff


@dataclass
class Story:
    session: Session
    head: Actor
    lead: Actor
    member: Actor
    this_year: AcademicYear
    next_year: AcademicYear
    plan: ImprovementPlan
    talk: Priority
    books: Priority


@pytest.fixture
def story(session: Session) -> Story:
    head = acting(session, make_staff(session, Role.HEAD))
    years = [_year(session, ahead) for ahead in (0, 1)]
    plan = begin_plan(session, head, years[0].id, "All of us")
    talk = add_priority(session, head, plan, "Talk", "We heard little of it")
    books = add_priority(session, head, plan, "Books", "")
    return Story(
        session,
        head,
        acting(session, make_staff(session, Role.PROGRAMME_LEAD)),
        acting(session, make_staff(session)),
        years[0],
        years[1],
        plan,
        talk,
        books,
    )


def _year(session: Session, ahead: int) -> AcademicYear:
    """Around today, with one half-term that has begun and one to come."""
    starts_on = clock.today() - timedelta(days=100) + timedelta(days=365 * ahead)
    year = AcademicYear(name=f"Year {ahead}", starts_on=starts_on, ends_on=starts_on + timedelta(days=364))
    session.add(year)
    session.flush()
    for code, begins in (("A1", 0), ("A2", 200)):
        session.add(_half(year, code, starts_on + timedelta(days=begins)))
    session.flush()
    return year


def _half(year: AcademicYear, code: str, starts_on: date) -> HalfTerm:
    return HalfTerm(year_id=year.id, code=code, starts_on=starts_on, ends_on=starts_on + timedelta(days=99))
