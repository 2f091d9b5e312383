"""The improvement plan as people meet it: who reads what, what they are led to, and that nothing typed is lost."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from tenants.base import clock
from tenants.base.actor import Role
from tenants.priorities.rules.states import Strength
from tenants.schools.models import AcademicYear, HalfTerm
from tests.factories.priorities import (
    make_mapping,
    make_measure,
    make_plan,
    make_priority,
    make_reading,
    make_review,
    make_step,
)
from tests.factories.staff import make_guest, make_staff

ROOT = "/improvement-plan"
TABLE = b"""priority,reason,measure,unit,baseline,target,better,action,responsible email,due
Books in bags,They could not name one,Pupils with a book,%,44,85,higher,Open the library early,{email},2027-01-15
"""


@dataclass
class Story:
    people: dict[str, UUID]
    emails: dict[str, str]
    plan: UUID
    talk: UUID
    books: UUID
    step: UUID
    measure: UUID


@pytest.fixture
def story(in_school, school_id) -> Story:
    with in_school(school_id) as session:
        people = {
            "head": make_staff(session, Role.HEAD),
            "lead": make_staff(session, Role.PROGRAMME_LEAD),
            "member": make_staff(session, name="Mia Member"),
            "guest": make_guest(session, until=clock.today() + timedelta(days=9)),
        }
        head = people["head"].id
        plan = make_plan(session, year_id=_year(session).id, about="All of us")
        talk, books = (
            make_priority(session, plan, number, title=title)
            for number, title in ((1, "Coaching talk"), (2, "Every book"))
        )
        measure = make_measure(session, talk)
        make_reading(session, measure, 45, clock.today(), head)
        step = make_step(
            session, talk, staff_id=people["member"].id, due_on=clock.today() - timedelta(days=2)
        )
        make_review(session, talk, "A1", head, note="The counts moved")
        make_mapping(session, talk, 1, Strength.DRIVES, from_on=clock.today(), set_by=head)
        return Story(
            {name: one.id for name, one in people.items()},
            {name: one.email for name, one in people.items()},
            plan.id,
            talk.id,
            books.id,
            step.id,
            measure.id,
        )


def _year(session) -> AcademicYear:
    """Around today; its first half-term is over, the second goes on."""
    starts_on = clock.today() - timedelta(days=70)
    year = AcademicYear(name="This year", starts_on=starts_on, ends_on=starts_on + timedelta(days=360))
    session.add(year)
    session.flush()
    for code, begins, ends in (("A1", 0, 45), ("A2", 55, 120)):
        span = (starts_on + timedelta(days=begins), starts_on + timedelta(days=ends))
        session.add(HalfTerm(year_id=year.id, code=code, starts_on=span[0], ends_on=span[1]))
    return year


@pytest.fixture
def at(story: Story, person, school_id):
    return lambda who: person(school_id, story.people[who])


def test_any_colleague_reads_the_plan_and_no_guest(story, at, slug) -> None:
    for who in ("head", "lead", "member"):
        page = at(who).get(f"/schools/{slug}{ROOT}")
        assert "Coaching talk" in page.text
    assert at("guest").get(f"/schools/{slug}{ROOT}", status=404)
