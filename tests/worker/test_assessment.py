"""Mail of assessment, sent for real: who gets it is decided when it goes."""

import pytest
from sqlalchemy import select

from tenants.assessment.actions import allocation, releasing, seats
from tenants.assessment.queries.allocation import allocation as allocation_of
from tenants.assessment.queries.outcomes import outcome
from tenants.assessment.queries.seats import seat
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.base.outbox import OutboxMessage
from tenants.staff.appointments import appoint, dismiss
from tenants.staff.models import Staff, StaffAppointment
from tenants.standards.actions import publish_editions
from tests.factories.assessment import FAILING, PASSING, allocate, assess, make_matter
from tests.factories.staff import acting
from worker.runtime import perform


@pytest.fixture
def matter(operator, in_own_school, school_id):
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        return make_matter(session)


@pytest.fixture
def sent(house, in_own_school, school_id, smtp_server):
    """Does every job with this message, and returns the mails by their reader's address."""

    def do(name: str) -> dict[str, str]:
        with in_own_school(school_id) as session:
            jobs = session.scalars(select(OutboxMessage.id).where(OutboxMessage.message == name)).all()
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = "sent"
            perform(house, job_id)
        return {mail["To"].addresses[0].addr_spec: _text(mail) for mail in smtp_server.messages}

    return do


def _text(mail) -> str:
    return f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}"


def test_both_assessors_are_asked_with_their_own_task(matter, sent, in_own_school, school_id) -> None:
    with in_own_school(school_id) as session:
        offered = [(one.id, one.person.email) for one in allocate(session, matter)]
    mails = sent("assessment.offer_seat")
    for seat_id, email in offered:
        assert matter.person.name in mails[email]
        assert f"/assessing/{seat_id}" in mails[email]


def test_a_guest_gets_a_button_that_signs_them_in(matter, sent, in_own_school, school_id) -> None:
    with in_own_school(school_id) as session:
        until = allocation.proposed_end(allocation_of(session, matter.submission))
        guest = allocation.Guest("Gwen Ford", "gwen@other.example", "Other Academy", until)
        allocation.invite_guest(session, acting(session, matter.lead), matter.submission, guest)
    assert "/sign-in/link/" in sent("assessment.offer_seat")["gwen@other.example"]


def test_an_offer_taken_back_or_to_a_leaver_is_not_sent(matter, sent, in_own_school, school_id) -> None:
    with in_own_school(school_id) as session:
        first, second = allocate(session, matter)
        allocation.take_back(session, acting(session, matter.lead), first, "A slip.")
        session.get_one(Staff, (school_id, second.staff_id)).deactivated_at = clock.now()
    assert sent("assessment.offer_seat") == {}


def test_the_lead_hears_of_a_seat_given_back_while_they_lead(matter, sent, in_own_school, school_id) -> None:
    with in_own_school(school_id) as session:
        first, _ = allocate(session, matter)
        seats.decline(session, acting(session, first.person), seat(session, first.id), "No time.")
    assert "needs another assessor" in sent("assessment.tell_seat_left")[matter.lead.email]


def test_who_leads_no_more_hears_nothing(matter, sent, in_own_school, school_id) -> None:
    with in_own_school(school_id) as session:
        first, _ = allocate(session, matter)
        seats.decline(session, acting(session, first.person), seat(session, first.id), "No time.")
        key = (school_id, matter.lead.id, Appointment.LEAD.value, matter.cohort.id)
        session.delete(session.get_one(StaffAppointment, key))
    assert sent("assessment.tell_seat_left") == {}


def test_the_lead_hears_when_the_two_differ(matter, sent, in_own_school, school_id) -> None:
    with in_own_school(school_id) as session:
        assess(session, matter, PASSING, PASSING | {2: 1})
    mail = sent("assessment.tell_both_locked")[matter.lead.email]
    assert "differ" in mail
    assert "/adjudication" in mail


def test_an_outcome_that_waits_is_told_to_who_leads_when_the_letter_goes(
    matter, sent, in_own_school, school_id
) -> None:
    with in_own_school(school_id) as session:
        assess(session, matter, PASSING, PASSING)
        dismiss(session, Appointment.LEAD, matter.cohort.id)
    assert sent("assessment.tell_both_locked") == {}
    with in_own_school(school_id) as session:
        appoint(session, matter.lead.id, Appointment.LEAD, matter.cohort.id)
    letters = sent("assessment.tell_both_locked")
    assert list(letters) == [matter.lead.email]
    assert f"The outcome for {matter.person.name} waits" in letters[matter.lead.email]
    assert f"/submissions/{matter.submission.id}/outcome" in letters[matter.lead.email]


def test_the_candidates_mail_does_not_say_the_outcome(matter, sent, in_own_school, school_id) -> None:
    with in_own_school(school_id) as session:
        assess(session, matter, FAILING, FAILING)
        found = outcome(session, matter.submission.id)
        releasing.release_outcome(session, acting(session, matter.lead), found)
    mail = sent("assessment.tell_outcome")[matter.person.email]
    assert f"/submissions/{matter.submission.id}/outcome" in mail
    assert "more evidence" not in mail.lower()
