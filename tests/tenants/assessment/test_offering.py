"""Seats are offered to who may assess, and answered by them alone."""

import pytest
from sqlalchemy import select

from tenants.assessment.actions import allocation, seats
from tenants.assessment.models import Interest
from tenants.assessment.queries.allocation import allocation as allocation_of
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.base.errors import Invalid, NotFound, Refused
from tests.factories.assessment import (
    accept,
    allocate,
    make_assessor,
    make_matter,
)
from tests.factories.staff import acting, appoint


def reasons(session, matter, person) -> list[str]:
    found = allocation_of(session, matter.submission)
    return next((one.reasons for one in found.cannot if one.assessor.staff_id == person.id), [])


def test_two_seats_are_offered_with_days_to_answer_and_to_finish(session) -> None:
    matter = make_matter(session)
    first, second = allocate(session, matter)
    assert [first.assignment.seat, second.assignment.seat] == [1, 2]
    assert clock.today() < first.assignment.answer_by < first.assignment.due_on


def test_mentor_manager_and_the_candidate_are_refused_with_the_reason(session) -> None:
    matter = make_matter(session)
    mentor = make_assessor(session, manager=matter.head)
    appoint(session, mentor.id, Appointment.MENTOR, matter.candidate.id)
    report = make_assessor(session, manager=matter.person)
    assert reasons(session, matter, mentor) == [f"is or was {matter.person.name}'s mentor"]
    assert reasons(session, matter, report) == [f"has {matter.person.name} as line manager"]
    for person in (mentor, report, matter.person):
        with pytest.raises(Invalid):
            allocation.offer(session, acting(session, matter.lead), matter.submission, [person.id])


def test_an_earlier_award_counts_only_once_it_is_confirmed(session) -> None:
    matter = make_matter(session)
    person = make_assessor(session, manager=matter.head, status=False)
    assert reasons(session, matter, person) == ["has no current, confirmed Lead Practitioner status"]


def test_allocation_waits_until_the_line_managers_are_known(session) -> None:
    matter = make_matter(session)
    matter.person.line_manager_id = None
    session.flush()
    with pytest.raises(Refused, match="no line manager is recorded"):
        allocate(session, matter)


def test_a_lead_of_another_cohort_allocates_nothing_here(session) -> None:
    matter, other = make_matter(session), make_matter(session)
    with pytest.raises(NotFound):
        allocation.offer(session, acting(session, other.lead), matter.submission, [matter.assessors[0].id])


def test_who_assesses_or_is_assessed_does_not_run_the_assessment(session) -> None:
    matter = make_matter(session)
    allocate(session, matter)
    appoint(session, matter.assessors[0].id, Appointment.LEAD, matter.cohort.id)
    appoint(session, matter.person.id, Appointment.LEAD, matter.cohort.id)
    for person in (matter.assessors[0], matter.person):
        with pytest.raises(NotFound):
            allocation.offer(session, acting(session, person), matter.submission, [matter.head.id])


def test_a_seat_given_back_can_go_to_somebody_else_but_not_to_the_same_person(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    seats.decline(session, acting(session, first.person), first, "No time this term.")
    with pytest.raises(Invalid):
        allocate(session, matter, matter.assessors[0])
    third = make_assessor(session, manager=matter.head)
    assert [one.person.id for one in allocate(session, matter, third)] == [third.id, matter.assessors[1].id]


def test_a_declared_interest_gives_the_seat_back_and_lasts(session) -> None:
    matter = make_matter(session)
    first, _ = allocate(session, matter)
    accept(session, first)
    seats.declare_interest(session, acting(session, first.person), first, "We are cousins.")
    assert session.scalar(select(Interest.about_staff_id)) == matter.person.id
    assert "declared an interest: We are cousins." in reasons(session, matter, first.person)


def test_accepting_twice_is_refused_in_words(session) -> None:
    first, _ = allocate(session, make_matter(session))
    accept(session, first)
    with pytest.raises(Refused, match="accepted already"):
        accept(session, first)


def test_nobody_answers_for_somebody_else(session) -> None:
    matter = make_matter(session)
    first, second = allocate(session, matter)
    for person in (second.person, matter.lead, matter.head):
        with pytest.raises(NotFound):
            seats.accept(session, acting(session, person), first)
