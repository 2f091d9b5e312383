"""Pages on which something is arranged for one person, and who reads why."""

from datetime import date, timedelta

import pytest

from tenants.base import clock
from tenants.base.actor import Role
from tenants.cohorts.arrangements import latest_extension
from tenants.schools.calendar import calendar
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.staff import make_staff

GROUNDS = "Her father is very ill"


@pytest.fixture
def matter(in_school, school_id):
    """A headteacher, a candidate with a mentor, and until when they can be given more time."""
    today = clock.today()
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD)
        mentor, who = make_staff(session, Role.MENTOR), make_staff(session, name="Ann Able")
        cohort = make_cohort(
            session,
            starts_on=today - timedelta(days=50),
            window_opens_on=today,
            window_closes_on=today + timedelta(days=30),
        )
        make_staff(session, name="Bo Brave")
        candidate = make_candidate(session, cohort, who, mentor=mentor)
        latest = latest_extension(cohort, candidate, calendar(session))
        return head.id, who.id, mentor.id, f"/places/{candidate.id}", latest


def in_boxes(name: str, day: date) -> dict[str, list[str]]:
    return {name: [str(day.day), str(day.month), str(day.year)]}


def test_more_time_is_given_and_why_is_read_by_who_runs_the_cohort(matter, person, school_id) -> None:
    head_id, who_id, mentor_id, place, latest = matter
    head = person(school_id, head_id)
    head.submitted(f"{place}/extension", {**in_boxes("day", latest), "grounds": GROUNDS})
    assert GROUNDS in head.page(place).text
    for reader in (who_id, mentor_id):
        told = person(school_id, reader).page(place).text
        assert GROUNDS not in told
    own = person(school_id, who_id).page(place).text
    assert "arranged for you alone" in own
    assert "Arranged for" not in person(school_id, mentor_id).page(place).text


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(matter, person, school_id) -> None:
    head_id, _, _, place, latest = matter
    late = latest + timedelta(days=100)
    page = person(school_id, head_id).refused(
        f"{place}/extension", {**in_boxes("day", late), "grounds": GROUNDS}
    )
    assert any("your programme allows no more" in error for error in page.errors())
    assert GROUNDS in page.text


def test_a_break_is_arranged_and_ended(matter, person, school_id) -> None:
    head_id, who_id, _, place, _ = matter
    head, today = person(school_id, head_id), clock.today()
    days = {**in_boxes("begins", today), **in_boxes("ends", today + timedelta(days=40))}
    head.submitted(f"{place}/break", {**days, "grounds": GROUNDS})
    assert "You are on a break" in person(school_id, who_id).page(place).text
    head.submitted(f"{place}/return")
    assert "on a break" not in person(school_id, who_id).page(place).text


def test_without_a_later_window_nobody_is_put_off(matter, person, school_id, in_school) -> None:
    head_id, who_id, _, place, _ = matter
    head = person(school_id, head_id)
    assert "No cohort of your school has a later" in head.page(f"{place}/deferral").text
    with in_school(school_id) as session:
        soon = clock.today() + timedelta(days=200)
        later = make_cohort(session, gateway="Spring 2031", window_opens_on=soon, window_closes_on=soon)
    head.submitted(f"{place}/deferral", {"window": str(later.id), "grounds": GROUNDS})
    assert "Spring 2031" in person(school_id, who_id).page(place).text
    assert "Spring 2031" in person(school_id, who_id).page("/").text


def test_after_the_start_the_place_is_nobody_elses(matter, person, school_id) -> None:
    head_id, _, _, place, _ = matter
    head = person(school_id, head_id)
    assert "substitution" not in str(head.page(place).links())
    page = head.page(f"{place}/substitution")
    other = page.tree.xpath("//input[@name='person']/@value")[0]
    refused = head.refused(f"{place}/substitution", {"person": other, "grounds": GROUNDS})
    assert any("has started" in error for error in refused.errors())
