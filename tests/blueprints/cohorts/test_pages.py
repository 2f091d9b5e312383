from datetime import UTC, date, datetime

import pytest

from tenants.base import clock
from tenants.base.actor import Appointment, Role
from tenants.base.days import day_in_words
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.schools.models import AcademicYear
from tenants.standards.actions import adopt
from tenants.standards.queries import newest_edition
from tests.factories.awards import make_award
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.schools import make_year
from tests.factories.staff import acting, appoint, make_staff
from tests.factories.threads import make_small_plan


@pytest.fixture
def house(in_school, school_id):
    """A school with a head, a lead, and a mentor, that adopted the standards."""
    with in_school(school_id) as session:
        head, lead = (
            make_staff(session, Role.HEAD, name="Amara Head"),
            make_staff(session, Role.PROGRAMME_LEAD, name="Lena Lead"),
        )
        mentor = make_staff(session, Role.MENTOR, name="Mo Mentor")
        staff = [make_staff(session, name=name) for name in ("Ann Able", "Bo Brave")]
        adopt(session, acting(session, head), newest_edition(session))
        make_year(session)
        return {"head": head.id, "lead": lead.id, "mentor": mentor.id, "staff": [one.id for one in staff]}


def test_from_a_plan_to_an_approved_place(person, school_id, house) -> None:
    lead, head = person(school_id, house["lead"]), person(school_id, house["head"])
    candidate = person(school_id, house["staff"][0])
    page = lead.page("/cohorts/new").tree
    year, template = (page.xpath(f"//input[@name='{name}']/@value")[0] for name in ("year", "template"))
    cohort = lead.submitted("/cohorts/new", {"name": "Autumn cohort", "year": year, "template": template})
    assert lead.page(cohort).heading == "Autumn cohort"
    invitations = lead.submitted(cohort, form="opening")
    lead.submitted(invitations, {"people": [str(house["staff"][0])]})
    place = next(link for link in lead.page(f"{cohort}/board").links() if "/places/" in link)
    asked = candidate.page(f"{place}/answer").text
    assert "pieces, and 1 presentation beyond your own team" in asked
    assert "Whom to ask Lena Lead, also if your plans change later" in asked
    assert f"{place}/answer" in candidate.page(place.replace("/places/", "/portfolios/")).links()
    candidate.submitted(f"{place}/answer", {"answer": "accept"})
    assert "Until then, you can read the ten standards" in candidate.page("/").text
    assert "Ann Able" in head.page("/places").text
    assert "0 of" in head.page(f"{place}/approval").text
    head.submitted(f"{place}/approval", {"decision": "approve"})
    lead.submitted(f"{place}/mentor", {"mentor": str(house["mentor"])})
    followed = lead.page(place)
    assert "Mo Mentor" in followed.text
    assert "0 pieces of evidence, for 0 of 10 standards" in followed.text
    assert any(link.startswith("mailto:") for link in followed.links())
    assert "Place approved" in candidate.page(place).text
    assert "How far" not in candidate.page(place).text


def test_opening_without_a_lead_is_refused_on_the_page_of_the_plan(
    person, school_id, in_school, house
) -> None:
    with in_school(school_id) as session:
        cohort_id = make_cohort(session, state=CohortState.PLANNED.value, opened_at=None).id
    page = person(school_id, house["head"]).refused(f"/cohorts/{cohort_id}", {}, form="opening")
    assert "Choose a programme lead before you open the cohort" in page.text
    assert "Look at the year, change what does not fit" in page.text


def test_the_desk_tells_how_far_each_candidate_is(person, school_id, in_school, house) -> None:
    with in_school(school_id) as session:
        cohort = make_cohort(session)
        make_candidate(session, cohort)
        waiting = make_candidate(session, cohort, state=PlaceState.ACCEPTED)
        cohort_id, waiting_id = cohort.id, waiting.id
    head = person(school_id, house["head"])
    desk = head.page(f"/cohorts/{cohort_id}")
    assert "Self-audit 1 person" in desk.text
    assert "waits for a headteacher to approve the place" in desk.text
    assert "Has no mentor yet" in desk.text
    assert "waits for a headteacher to approve the place" in head.page(f"/places/{waiting_id}").text


def test_a_part_that_nobody_can_take_says_what_to_do(person, school_id, in_school, house) -> None:
    with in_school(school_id) as session:
        cohort_id = make_cohort(session).id
    page = person(school_id, house["head"]).page(f"/cohorts/{cohort_id}/team")
    assert "Assessors Nobody has this role yet" in page.text


def test_bad_dates_come_back_beside_their_fields_with_what_was_typed(
    person, school_id, in_school, house
) -> None:
    with in_school(school_id) as session:
        cohort_id = make_cohort(session, state=CohortState.PLANNED.value, opened_at=None).id
    head = person(school_id, house["head"])
    page = head.refused(
        f"/cohorts/{cohort_id}/dates", {"window_closes_on": ["31", "2", "2027"], "places": "many", "name": ""}
    )
    assert len(page.errors()) == 3
    assert page.tree.xpath("//input[@name='places']/@value") == ["many"]
    assert page.tree.xpath("//input[@name='window_closes_on']/@value") == ["31", "2", "2027"]


def test_why_a_place_was_given_up_is_not_shown_to_the_mentor(person, school_id, in_school, house) -> None:
    with in_school(school_id) as session:
        lead = make_staff(session, Role.PROGRAMME_LEAD)
        cohort = make_cohort(session, lead=lead)
        candidate = make_candidate(session, cohort)
        lead_id, candidate_id = lead.id, candidate.id
    browser = person(school_id, lead_id)
    browser.submitted(f"/places/{candidate_id}/withdrawal", {"reason": "Illness in the family"})
    assert "Illness" in browser.page(f"/places/{candidate_id}").text


def test_a_lead_of_one_cohort_cannot_open_another(person, school_id, in_school) -> None:
    with in_school(school_id) as session:
        mine, other = make_staff(session, Role.PROGRAMME_LEAD), make_staff(session, Role.PROGRAMME_LEAD)
        cohort = make_cohort(session, lead=other)
        make_candidate(session, cohort, state=PlaceState.INVITED)
        mine_id, cohort_id = mine.id, cohort.id
    browser = person(school_id, mine_id)
    assert browser.get(f"/cohorts/{cohort_id}").status_code == 404
    assert str(cohort_id) not in browser.get("/cohorts").get_data(as_text=True)


def test_a_business_manager_sees_no_cohort(person, school_id, in_school) -> None:
    with in_school(school_id) as session:
        manager_id = make_staff(session, Role.BUSINESS_MANAGER).id
    assert person(school_id, manager_id).get("/cohorts").status_code == 404


def test_the_standards_page_tells_the_pass_rule(person, school_id, house) -> None:
    page = person(school_id, house["lead"]).page("/standards")
    assert "level 3 or above on at least 7 of the 10 standards" in page.text


def test_who_takes_part_or_is_accredited_is_named_before_they_are_invited(
    person, school_id, in_school, house
) -> None:
    with in_school(school_id) as session:
        award = make_award(session)
        cohort = make_cohort(session)
        make_candidate(session, cohort)
        new = make_cohort(session)
        other_lead = make_staff(session, Role.PROGRAMME_LEAD)
        appoint(session, other_lead.id, Appointment.LEAD, new.id)
        name, until = cohort.name, day_in_words(award.expires_on)
        new_id, lead_id = new.id, other_lead.id
    page = person(school_id, house["head"]).page(f"/cohorts/{new_id}/invitations").text
    assert f"In {name} already" in page
    assert f"Lead Practitioner until {until}" in page
    page = person(school_id, lead_id).page(f"/cohorts/{new_id}/invitations").text
    assert name not in page, "another cohort is not theirs to read"
    assert "Lead Practitioner until" not in page


@pytest.mark.usefixtures("real_clock")
def test_a_year_that_is_over_is_not_offered_and_a_start_that_has_passed_is_said(
    person, school_id, in_school, house
) -> None:
    clock.move_by(datetime(2026, 11, 2, tzinfo=UTC) - clock.now())
    with in_school(school_id) as session:
        over = AcademicYear(name="2024/25", starts_on=date(2024, 9, 1), ends_on=date(2025, 8, 31))
        session.add(over)
        session.flush()
        over_id = str(over.id)
    lead = person(school_id, house["lead"])
    page = lead.page("/cohorts/new")
    (year,) = page.tree.xpath("//input[@name='year']/@value")
    assert year != over_id
    assert "A headteacher or deputy adds it" in page.text
    (template, *_) = page.tree.xpath("//input[@name='template']/@value")
    planned = lead.submitted("/cohorts/new", {"name": "Late", "year": year, "template": template})
    assert "The start has passed already" in lead.page(planned).text


@pytest.fixture
def planned(person, school_id, house):
    """The lead, and the page of a cohort that they have planned by the national school year."""
    lead = person(school_id, house["lead"])
    page = lead.page("/cohorts/new").tree
    year, template = (page.xpath(f"//input[@name='{name}']/@value")[0] for name in ("year", "template"))
    return lead, lead.submitted("/cohorts/new", {"name": "Autumn cohort", "year": year, "template": template})


def test_a_planned_cohort_leads_to_its_standards_and_to_its_focus_once_there_is_a_plan(
    planned, in_school, school_id
) -> None:
    lead, cohort = planned
    assert f"{cohort}/standards" in lead.page(cohort).links()
    assert f"{cohort}/focus" not in lead.page(cohort).links()
    with in_school(school_id) as session:
        talk = make_small_plan(session).talk.id
    assert "Choose the priorities of the improvement plan" in lead.page(cohort).text
    lead.submitted(
        next(link for link in lead.page(cohort).links() if link.endswith("/focus")), {"priorities": str(talk)}
    )
    assert "Our talk" in lead.page(cohort).text


def move_of(lead, cohort: str, title: str) -> str:
    """The page that moves a date of the timetable."""
    links = lead.page(f"{cohort}/timetable").tree.xpath(f"//tr[contains(., '{title}')]//a/@href")
    return "/timetable/" + next(link for link in links if link.endswith("/day")).split("/timetable/")[1]


def test_a_date_is_moved_after_its_consequences_were_shown_and_back_again(planned) -> None:
    lead, cohort = planned
    move = move_of(lead, cohort, "Winter get-together")
    assert lead.submit(move, {"day": ["28", "12", "2026"]}).location.endswith("?to=2026-12-28")
    page = lead.page(f"{move}?to=2026-12-28")
    assert "It falls into the holidays: between Autumn 2 and Spring 1." in page.text
    assert "Nobody is told: the cohort is not open yet." in page.text
    other = lead.submit(f"{move}?to=2026-12-28", {"day": ["20", "1", "2027"]}).location
    assert other.endswith("?to=2027-01-20"), "another day than the one shown is shown first"
    lead.submitted(f"{move}?to=2027-01-20")
    page = lead.page(f"{cohort}/timetable")
    assert "Wednesday 20 January 2027" in page.text
    lead.client.post(page.form("/undo/", "").action, data=page.form("/undo/", "").data({}))
    assert "Monday 18 January 2027" in lead.page(f"{cohort}/timetable").text


def test_what_cannot_be_is_said_and_not_offered(planned) -> None:
    lead, cohort = planned
    page = lead.page(f"{move_of(lead, cohort, 'window closes')}?to=2027-02-01")
    assert "must close on or after the day it opens" in page.text
    assert "Move it to this day" not in page.text


def test_a_full_cohort_keeps_a_list_and_who_waits_sees_where_they_stand(
    person, school_id, in_school, house
) -> None:
    with in_school(school_id) as session:
        cohort = make_cohort(session, places=1)
        holder_id = make_candidate(session, cohort).id
        cohort_id = cohort.id
    head, waiting = person(school_id, house["head"]), f"/cohorts/{cohort_id}/waiting-list"
    head.submitted(waiting, {"people": [str(house["staff"][0])]})
    place = next(link for link in head.page(waiting).links() if "/places/" in link)
    candidate = person(school_id, house["staff"][0])
    assert "You are number 1 on the waiting list" in candidate.page(place).text
    assert "You are on the waiting list" in candidate.page("/").text
    head.submitted(f"/places/{holder_id}/withdrawal", {"reason": "Moving"})
    assert "1 place is free" in head.page(waiting).text
    head.submitted(waiting, form="/offer")
    assert "Answer the invitation" in candidate.page("/").text


def test_an_archived_cohort_stands_at_the_foot_of_the_list(person, school_id, in_school, house) -> None:
    with in_school(school_id) as session:
        cohort_id = make_cohort(session, name="Over", state=CohortState.CLOSED.value).id
    head = person(school_id, house["head"])
    head.submitted(f"/cohorts/{cohort_id}/archive")
    assert "Take out of the archive" in head.page("/cohorts").text
    head.submitted("/cohorts", form="/archive/end")
    assert "Take out of the archive" not in head.page("/cohorts").text
