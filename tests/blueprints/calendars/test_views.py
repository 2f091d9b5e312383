from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from icalendar import Calendar

from tenants.base import clock
from tenants.base.actor import Appointment, Role
from tenants.base.clock import SCHOOL_TIME
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import PlaceState
from tenants.programmes.rules.design import StepKind
from tenants.schools.queries import this_school
from tenants.staff.models import Staff
from tests.conftest import InSchool
from tests.factories.assessment import allocate, make_matter
from tests.factories.awards import make_award
from tests.factories.cohorts import make_candidate, make_cohort, make_date
from tests.factories.events import make_event
from tests.factories.mentoring import make_action
from tests.factories.staff import appoint, make_staff
from tests.page import Page
from tests.web import Person, Web

Read = Callable[[str], dict[str, date]]


@pytest.fixture
def place(in_school: InSchool, school_id: UUID) -> tuple[Staff, Staff, Candidate, Cohort]:
    """A candidate, their mentor and their cohort."""
    with in_school(school_id) as session:
        mentor, who = make_staff(session, Role.MENTOR), make_staff(session, name="Ada Byron")
        today = clock.today()
        cohort = make_cohort(
            session,
            starts_on=today,
            window_opens_on=today + timedelta(days=100),
            window_closes_on=today + timedelta(days=120),
        )
        return who, mentor, make_candidate(session, cohort, who, mentor=mentor), cohort


@pytest.fixture
def read(app) -> Read:
    """What a calendar program finds at an address: title → day."""

    def titles(address: str) -> dict[str, date]:
        answer = Web(app, "").client.get(address)
        assert answer.status_code == 200, address
        assert answer.content_type == "text/calendar; charset=utf-8"
        events = Calendar.from_ical(answer.data).walk("VEVENT")
        return {str(event["SUMMARY"]): event["DTSTART"].dt for event in events}

    return titles


def made(web: Web) -> str:
    answer = web.submit("/your-calendar", form="")
    assert answer.status_code == 200
    [address] = Page(answer).tree.xpath("//input[@id='address']/@value")
    return str(address[address.index("/schools/") :])


def test_a_candidates_calendar_has_their_dates_and_names_nobody(
    place, person: Person, school_id: UUID, read: Read
) -> None:
    who, _, _, cohort = place
    web = person(school_id, who.id)
    told = read(made(web))
    assert told == {
        f"Start: {cohort.name}": cohort.starts_on,
        f"Submission window opens: {cohort.name}": cohort.window_opens_on,
        f"Submission window closes: {cohort.name}": cohort.window_closes_on,
    }
    assert "calendar last looked" in web.page("/your-calendar").text


def test_mentor_and_programme_lead_have_each_cohort_once(
    place, person: Person, in_school: InSchool, school_id: UUID, read: Read
) -> None:
    _, mentor, _, cohort = place
    with in_school(school_id) as session:
        make_candidate(session, session.merge(cohort), make_staff(session), mentor=session.merge(mentor))
        appoint(session, mentor.id, Appointment.LEAD, cohort.id)
    told = read(made(person(school_id, mentor.id)))
    assert len(told) == 3
    assert not any("Ada" in title for title in told)


def test_an_assessor_has_the_days_of_their_seats(
    person: Person, in_school: InSchool, school_id: UUID, read: Read
) -> None:
    with in_school(school_id) as session:
        matter = make_matter(session)
        seat = allocate(session, matter)[0].assignment
    told = read(made(person(school_id, seat.staff_id)))
    assert told == {
        "Say whether you can assess a portfolio": seat.answer_by,
        "Judge a portfolio by today": seat.due_on,
    }


def test_an_award_ends_on_its_day(
    real_clock: None, person: Person, in_school: InSchool, school_id: UUID, read: Read
) -> None:
    with in_school(school_id) as session:
        award = make_award(session)
    at_the_end = datetime.combine(award.expires_on - timedelta(days=100), time(), UTC)
    clock.move_by(at_the_end - datetime.now(UTC))
    told = read(made(person(school_id, award.staff_id)))
    assert told["Your Lead Practitioner status ends"] == award.expires_on


def test_sessions_agreed_deeds_and_ones_own_events_stand_in_it_too(
    place, person: Person, in_school: InSchool, school_id: UUID, read: Read
) -> None:
    """A session by the clock on the school's wall; of what was agreed only the day."""
    who, mentor, candidate, cohort = place
    day = clock.today() + timedelta(days=30)
    with in_school(school_id) as session:
        make_date(
            session,
            cohort,
            kind=StepKind.SUPPORT.value,
            title="Support session",
            day=day,
            starts_at=time(15, 30),
            place="Library",
        )
        make_action(session, candidate, mentor, "Ring the parents", days=30)
        make_event(session, who, title="Retrieval practice", begins=timedelta(days=20))
    told = read(made(person(school_id, who.id)))
    assert told[f"Support session: {cohort.name}"] == datetime.combine(day, time(15, 30), SCHOOL_TIME)
    assert told["Mentoring: what you agreed to do by today"] == day
    assert "You present: Retrieval practice" in told
    assert "Ring the parents" not in str(told)
    with_mentor = read(made(person(school_id, mentor.id)))
    assert f"Support session: {cohort.name}" in with_mentor
    assert "You present: Retrieval practice" not in with_mentor


def test_a_new_address_ends_the_one_before_and_stopping_ends_it(
    place, person: Person, app, in_school: InSchool, school_id: UUID
) -> None:
    web = person(school_id, place[0].id)
    first = made(web)
    second = made(web)
    visitor = Web(app, "").client
    assert [visitor.get(one).status_code for one in (first, second)] == [404, 200]
    web.submitted("/your-calendar/end")
    gone, unknown = visitor.get(second), visitor.get(second[:-5] + "A.ics")
    assert (gone.status_code, unknown.status_code) == (404, 404)


def test_who_leaves_takes_no_dates_along(
    place, person: Person, app, in_school: InSchool, school_id: UUID
) -> None:
    who = place[0]
    address = made(person(school_id, who.id))
    with in_school(school_id) as session:
        session.get_one(Staff, (school_id, who.id)).deactivated_at = clock.now()
    assert Web(app, "").client.get(address).status_code == 404


def test_what_ended_leaves_the_calendar(
    place, person: Person, in_school: InSchool, school_id: UUID, read: Read
) -> None:
    who, _, candidate, _ = place
    address = made(person(school_id, who.id))
    with in_school(school_id) as session:
        session.get_one(Candidate, (school_id, candidate.id)).state = PlaceState.WITHDRAWN
    assert read(address) == {}


def test_a_token_opens_nothing_in_another_school(
    place, person: Person, app, in_school: InSchool, school_id: UUID, other_school_id: UUID
) -> None:
    token = made(person(school_id, place[0].id)).rsplit("/", 1)[1]
    with in_school(other_school_id) as session:
        slug = this_school(session).slug
    assert Web(app, "").client.get(f"/schools/{slug}/calendar/{token}").status_code == 404
