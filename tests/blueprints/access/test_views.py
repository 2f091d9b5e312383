"""Who can do what here, what one person can do and why, and why somebody can see one thing."""

import re
from html import unescape
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest

from tenants.access.rules import ABOUT, Thing
from tenants.access.words import WORDS
from tenants.base.actor import Appointment, Role
from tenants.base.permissions import Permission
from tenants.staff.models import StaffRole
from tests.factories.assessment import PASSING, allocate, assess, make_matter
from tests.factories.portfolios import make_audit, make_item
from tests.factories.staff import appoint, make_staff


@pytest.fixture
def head(in_school, school_id):
    with in_school(school_id) as session:
        return make_staff(session, Role.HEAD, name="Hana Head")


@pytest.fixture
def web(person, school_id, head):
    return person(school_id, head.id)


@pytest.fixture
def matter(in_school, school_id):
    """A candidate with a mentor, a shared item and one that is not."""
    with in_school(school_id) as session:
        made = make_matter(session, name="Cara Candidate")
        mentor = make_staff(session, Role.MENTOR, name="Milo Mentor")
        appoint(session, mentor.id, Appointment.MENTOR, made.candidate.id)
        shared = make_item(session, made.candidate, title="Shared secret", shared=True)
        private = make_item(session, made.candidate, title="Private secret")
        make_audit(session, made.candidate, {1: 2}, shared=False)
    return SimpleNamespace(**vars(made), mentor=mentor, shared=shared, private=private)


def test_everybody_reads_who_can_do_what(person, in_school, school_id) -> None:
    with in_school(school_id) as session:
        staff_id = make_staff(session).id
    page = person(school_id, staff_id).page("/who-can-do-what")
    for words in WORDS.values():
        assert words[1:] in page.text, words
    assert "You have no role here" in page.text


def why(web, **asked: object):
    return web.page(f"/who-can-do-what/why?{urlencode(asked)}")


def answer(web, who, thing: Thing, record) -> dict[str, tuple[str, str]]:
    """Deed → yes or no, and why."""
    page = why(web, person=who.id, thing=thing.value, record=record.id)
    rows = page.tree.xpath("//tbody/tr")
    return {
        _text(row.xpath("./th")[0]): tuple(_text(cell) for cell in row.xpath(".//*[@class='table__value']"))
        for row in rows
    }


def _text(element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_a_mentor_sees_a_shared_piece_because_they_mentor_and_no_other(web, matter) -> None:
    deed = "Read a piece of evidence and its files"
    shared = answer(web, matter.mentor, Thing.EVIDENCE, matter.shared)
    assert shared[deed] == ("Yes", "They are the candidate's mentor, and it is shared with them")
    private = answer(web, matter.mentor, Thing.EVIDENCE, matter.private)
    assert private[deed][0] == "No"
    assert "the candidate's mentor, once it is shared with them" in private[deed][1]


def test_a_head_does_not_see_the_portfolio_that_is_being_built(web, head, matter) -> None:
    found = answer(web, head, Thing.PLACE, matter.candidate)
    assert found["Approve a place"] == ("Yes", "They are headteacher")
    assert found["Open a whole portfolio while it is being built"][0] == "No"


def test_what_belongs_to_somebody_is_found_by_their_name_without_titles(web, head, matter) -> None:
    page = why(web, person=head.id, about="cara")
    assert "Place and portfolio of Cara Candidate" in page.text
    assert "A piece of evidence" in page.text
    assert "secret" not in page.text


def test_the_three_steps_lead_to_the_answer(web, matter) -> None:
    page = why(web, who="milo", about="cara")
    (link,) = [href for href in page.links() if str(matter.mentor.id) in href and "why" in href]
    found = web.page(unescape(link))
    links = [href for href in found.links() if "thing=place" in href]
    assert "The candidate" not in web.page(links[0]).errors()
    assert re.search(r"Milo Mentor can.*Open the page of a candidate's place", web.page(links[0]).text)


@pytest.mark.parametrize("thing", Thing)
def test_another_schools_things_are_not_there(
    web, head, matter, thing: Thing, in_school, other_school_id
) -> None:
    with in_school(other_school_id) as session:
        other = make_matter(session)
    for record in (other.candidate, other.submission, other.person):
        asked = urlencode({"person": head.id, "thing": thing.value, "record": record.id})
        assert web.get(f"/who-can-do-what/why?{asked}").status_code == 404
    asked = urlencode({"person": other.person.id, "about": "cara"})
    assert web.get(f"/who-can-do-what/why?{asked}").status_code == 404


def test_who_assesses_stays_unsaid_to_a_head_who_is_the_candidate(
    person, in_school, school_id, matter
) -> None:
    with in_school(school_id) as session:
        seats = allocate(session, matter)
        session.add(StaffRole(staff_id=matter.person.id, role=Role.HEAD.value))
    own = person(school_id, matter.person.id)
    assessor = matter.assessors[0]
    for thing, record in ((Thing.SEAT, seats[0].assignment), (Thing.SUBMISSION, matter.submission)):
        asked = urlencode({"person": assessor.id, "thing": thing.value, "record": record.id})
        assert own.get(f"/who-can-do-what/why?{asked}").status_code == 404
    assert "Cara Candidate" not in own.page(f"/staff/{assessor.id}/access").tree.xpath("string(//main)")
    assert "A request to assess" not in why(own, person=assessor.id, about=assessor.name).text


def test_a_heads_page_of_a_person_says_what_they_can_do_and_because_of_what(
    web, matter, in_school, school_id
) -> None:
    page = web.page(f"/staff/{matter.mentor.id}/access")
    assert "A candidate's mentor" in page.text
    assert "Cara Candidate" in page.text
    assert "Change roles" not in page.text
    with in_school(school_id) as session:
        session.merge(matter.mentor).deactivated_at = session.merge(matter.mentor).joined_at
    assert "can no longer sign in" in web.page(f"/staff/{matter.mentor.id}/access").text


def test_everybody_reads_what_they_can_do_themselves_and_nobody_elses(person, school_id, matter) -> None:
    mentor = person(school_id, matter.mentor.id)
    assert mentor.page(f"/staff/{matter.mentor.id}/access").heading == "What you can do here, and why"
    assert mentor.get(f"/staff/{matter.person.id}/access").status_code == 404
    assert mentor.get("/who-can-do-what/why").status_code == 404


def test_every_thing_can_be_asked_about(web, head, matter, in_school, school_id) -> None:
    with in_school(school_id) as session:
        assess(session, matter, PASSING, PASSING)
    things = {
        str(one).split("thing=")[1].split("&")[0]
        for one in why(web, person=head.id, about="cara").links()
        if "thing=" in one
    }
    assert things >= {"person", "place", "self-audit", "evidence", "submission", "outcome"}
    assert set(ABOUT) == set(Thing)
    assert Permission.ASSESSMENT_JUDGE in ABOUT[Thing.SEAT]
