from datetime import timedelta

import pytest

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.days import day_in_words
from tenants.staff.models import StaffKind
from tenants.staff.rules.roles import FORTNIGHT
from tests.factories.cohorts import make_cohort
from tests.factories.staff import acting, make_guest, make_staff


@pytest.fixture
def people(in_school, school_id):
    with in_school(school_id) as session:
        return (
            make_staff(session, Role.HEAD, name="Hana Head"),
            make_staff(session, Role.MENTOR, name="Dina Deputy"),
            make_staff(session, name="Tom Teacher"),
        )


@pytest.fixture
def web(person, school_id, people):
    return person(school_id, people[0].id)


def test_a_head_hands_over_for_a_fortnight_in_two_clicks(web, people, person, school_id) -> None:
    """A name and the button: the days stand there already."""
    deputy = person(school_id, people[1].id)
    assert deputy.get("/set-up").status_code == 404
    web.submitted("/hand-over", {"person": str(people[1].id)})
    page = web.page("/hand-over")
    last = clock.today() + FORTNIGHT
    assert f"until {day_in_words(last)}" in page.text
    assert deputy.get("/set-up").status_code == 200
    assert deputy.get("/hand-over").status_code == 404


def test_somebody_without_a_role_is_named_by_name_or_address(web, people, in_school, school_id) -> None:
    web.submitted("/hand-over", {"person": "else", "other": "Tom Teacher"})
    with in_school(school_id) as session:
        assert acting(session, people[2]).holds(Role.DEPUTY)
    for told in ("Nobody Known", ""):
        assert "Nobody here is called" in web.refused("/hand-over", {"person": "else", "other": told}).text


def test_days_that_make_no_while_are_said_beside_their_field(web, people) -> None:
    wrong = {"person": str(people[1].id), "until": ["1", "1", "2020"]}
    assert "The last day must be the first day or later." in web.refused("/hand-over", wrong).errors()


def test_a_cohorts_programme_leads_are_shown_together(web, people, in_school, school_id) -> None:
    with in_school(school_id) as session:
        cohort = make_cohort(session, lead=make_staff(session, Role.PROGRAMME_LEAD, name="Lena Lead"))
        second = make_staff(session, Role.PROGRAMME_LEAD, name="Leo Lead")
    page = web.page(f"/cohorts/{cohort.id}/team")
    web.submitted(f"/cohorts/{cohort.id}/team", {"leads": [*_chosen(page), str(second.id)]})
    assert "Lena Lead, Leo Lead" in web.page("/hand-over").text


def _chosen(page) -> list[str]:
    return [str(one) for one in page.tree.xpath("//input[@name='leads'][@checked]/@value")]


def test_a_guests_last_day_is_listed_and_moved(web, in_school, school_id) -> None:
    with in_school(school_id) as session:
        guest = make_guest(session, until=clock.today() - timedelta(days=1), name="Gus Guest")
    assert "Ended on" in web.page("/guests").text
    day = clock.today() + timedelta(days=20)
    web.submitted(f"/guests/{guest.id}", {"until": [str(day.day), str(day.month), str(day.year)]})
    assert day_in_words(day) in web.page("/guests").text
    with in_school(school_id) as session:
        assert acting(session, guest).guest


def test_a_member_of_staff_has_no_page_among_the_guests(web, people) -> None:
    assert people[1].kind == StaffKind.MEMBER
    assert web.get(f"/guests/{people[1].id}").status_code == 404


def test_without_guests_the_page_says_when_there_will_be_some(web) -> None:
    assert "No guests" in web.page("/guests").text
