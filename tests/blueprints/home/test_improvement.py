"""What the improvement plan waits for stands on the front page of who keeps it, and of nobody else."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from tenants.base import clock
from tenants.base.actor import Role
from tenants.priorities.models import Priority
from tenants.priorities.rules.states import Strength
from tenants.schools.models import AcademicYear, HalfTerm
from tests.factories.priorities import make_mapping, make_plan, make_priority, make_review
from tests.factories.staff import make_staff

TODAY = clock.today()
MAP, REVIEW = "Say which standards serve the plan", "Review of Autumn 1"
WAITS = "2 priorities are still to be reviewed"


@pytest.fixture
def plan(in_school, school_id, person) -> SimpleNamespace:
    """Of a year around today, with two priorities and a half-term that goes on for months; and a plan of long ago."""
    with in_school(school_id) as session:
        long_ago, year = (
            AcademicYear(name=name, starts_on=begins, ends_on=begins + timedelta(days=360))
            for name, begins in (
                ("Earlier", TODAY - timedelta(days=470)),
                ("Now", TODAY - timedelta(days=100)),
            )
        )
        session.add_all((long_ago, year))
        session.flush()
        make_priority(session, make_plan(session, year_id=long_ago.id), title="Of long ago")
        made = make_plan(session, year_id=year.id)
        priorities = [make_priority(session, made, number).id for number in (1, 2)]
        half = HalfTerm(year_id=year.id, code="A1", starts_on=year.starts_on, ends_on=year.ends_on)
        session.add(half)
        people = {
            role: make_staff(session, role).id for role in (Role.HEAD, Role.DEPUTY, Role.PROGRAMME_LEAD)
        }
        year_id, head_id = year.id, people[Role.HEAD]
    return SimpleNamespace(
        year=(school_id, year_id),
        priorities=priorities,
        head_id=head_id,
        homes={role: person(school_id, one) for role, one in people.items()},
    )


def home(plan, role: Role = Role.HEAD) -> str:
    return plan.homes[role].page("/").text


def map_one(session, plan) -> None:
    priority = session.get_one(Priority, (plan.year[0], plan.priorities[0]))
    make_mapping(session, priority, 7, Strength.DRIVES, from_on=TODAY, set_by=plan.head_id)


def half_term_ends(session, plan, days: int) -> None:
    half = session.get_one(HalfTerm, (*plan.year, "A1"))
    half.ends_on = TODAY + timedelta(days=days)


def test_a_plan_that_is_not_mapped_asks_for_its_standards(plan, in_school, school_id) -> None:
    for role, told in ((Role.HEAD, True), (Role.DEPUTY, True), (Role.PROGRAMME_LEAD, False)):
        assert (MAP in home(plan, role)) is told
    with in_school(school_id) as session:
        map_one(session, plan)
    assert MAP not in home(plan)
    assert REVIEW not in home(plan)


@pytest.mark.parametrize("days", [5, -5])
def test_towards_the_end_of_a_half_term_and_after_it_its_review_comes_first(
    plan, in_school, school_id, days
) -> None:
    with in_school(school_id) as session:
        half_term_ends(session, plan, days)
    text = home(plan)
    assert REVIEW in text
    assert f"Improvement plan: {WAITS}" in text
    assert MAP not in text
    assert REVIEW not in home(plan, Role.PROGRAMME_LEAD)


def test_the_way_leads_to_the_first_that_was_not_reviewed_until_all_are(plan, in_school, school_id) -> None:
    with in_school(school_id) as session:
        half_term_ends(session, plan, -5)
        map_one(session, plan)
        first = session.get_one(Priority, (school_id, plan.priorities[0]))
        make_review(session, first, "A1", plan.head_id)
    page = plan.homes[Role.HEAD].page("/")
    assert "1 priority is still to be reviewed" in page.text
    (door,) = page.tree.xpath("//a[normalize-space()='Review priority 2']/@href")
    assert door.endswith(f"/priorities/{plan.priorities[1]}/reviews/A1")
    plan.homes[Role.HEAD].page(door)
    with in_school(school_id) as session:
        second = session.get_one(Priority, (school_id, plan.priorities[1]))
        make_review(session, second, "A1", plan.head_id)
    assert REVIEW not in home(plan)
