from datetime import date

import pytest

from tenants.base.actor import Role
from tenants.base.errors import Refused
from tenants.cohorts import queries
from tenants.cohorts.actions import plans
from tenants.cohorts.actions.again import archive, run_again, take_out
from tenants.cohorts.actions.timetable import move_date
from tenants.cohorts.rules import CohortState, Part
from tenants.cohorts.timetable import timetable
from tenants.programmes.queries import templates
from tenants.schools.actions import open_year
from tenants.schools.models import ClosedDay, HalfTerm
from tenants.schools.nations import Pattern, usual_half_terms, usual_year
from tenants.standards.actions import adopt
from tenants.standards.queries import newest_edition
from tests.factories.cohorts import make_cohort
from tests.factories.schools import make_year
from tests.factories.staff import acting, make_staff


@pytest.fixture
def lead(session):
    head = acting(session, make_staff(session, Role.HEAD))
    adopt(session, head, newest_edition(session))
    return make_staff(session, Role.PROGRAMME_LEAD)


@pytest.fixture
def next_year(session):
    """A Scottish one, so that nothing falls on the same date."""
    head = acting(session, make_staff(session, Role.HEAD))
    year = open_year(session, head, usual_year(2028, Pattern.SCOTLAND), Pattern.SCOTLAND)
    session.add_all(
        HalfTerm(year_id=year.id, code=code, starts_on=span.starts_on, ends_on=span.ends_on)
        for code, span in usual_half_terms(2028, Pattern.SCOTLAND).items()
    )
    session.add(ClosedDay(year_id=year.id, day=date(2028, 8, 16), kind="inset", name="Staff training"))
    session.flush()
    return year


@pytest.fixture
def cohort(session, lead):
    template = next(one for one in templates(session) if one.title == "A school year")
    return plans.plan_cohort(session, acting(session, lead), "First", make_year(session).id, template)


def days(session, cohort) -> dict[str, date | None]:
    return {one.title: one.day for one in timetable(session, cohort.id)}


def test_a_cohort_runs_again_on_the_same_working_days_of_another_calendar(
    session, lead, cohort, next_year
) -> None:
    for one in timetable(session, cohort.id):
        one.place = "Library"
    made = run_again(session, acting(session, lead), cohort, "Second", next_year.id)
    found = days(session, made)
    assert found["Launch session"] == made.starts_on == date(2028, 8, 24)
    assert found["Submission window closes"] == made.window_closes_on == date(2029, 5, 18)
    assert None not in found.values()
    assert (made.national_id, made.asks, made.places) == (cohort.national_id, cohort.asks, cohort.places)
    assert {one.place for one in timetable(session, made.id)} == {"Library"}
    assert [member.part for member in queries.team(session, made.id)] == [Part.LEAD]


def test_what_finds_no_day_in_the_new_year_is_kept_without_one_and_says_why(
    session, lead, cohort, next_year
) -> None:
    actor = acting(session, lead)
    winter = next(one for one in timetable(session, cohort.id) if one.title == "Winter get-together")
    move_date(session, actor, winter, date(2026, 12, 28))
    made = run_again(session, actor, cohort, "Second", next_year.id)
    homeless = [one for one in timetable(session, made.id) if one.day is None]
    assert [one.title for one in homeless] == ["Winter get-together"]
    assert "28 December 2026, which was no working day of a half-term" in homeless[0].note


def test_a_lost_role_does_not_come_back_with_the_cohort(session, lead, cohort, next_year) -> None:
    head = acting(session, make_staff(session, Role.HEAD))
    mentor = make_staff(session)
    plans.join_team(session, cohort.id, Part.MENTOR, mentor.id)
    session.flush()
    made = run_again(session, head, cohort, "Second", next_year.id)
    assert {member.person.id for member in queries.team(session, made.id)} == {lead.id}


def test_only_a_closed_cohort_goes_into_the_archive_and_comes_out_again(session) -> None:
    head = acting(session, make_staff(session, Role.HEAD))
    cohort = make_cohort(session)
    with pytest.raises(Refused, match="Close the cohort"):
        archive(session, head, cohort)
    cohort.state = CohortState.CLOSED.value
    archive(session, head, cohort)
    assert cohort.archived_at is not None
    take_out(session, head, cohort)
    assert cohort.archived_at is None
