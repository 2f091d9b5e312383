"""What is told about requests to take part and about time, sent for real: that there is something, and never a word."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage
from tenants.joining.actions.requests import ask_to_join, decide, support, withdraw
from tenants.joining.actions.time import grant_time
from tenants.joining.models import JoiningRequest
from tenants.joining.rules.requests import RequestState
from tenants.staff.models import Staff
from tenants.standards.actions import publish_editions
from tests.factories.cohorts import make_candidate, make_cohort, make_lead
from tests.factories.joining import REASON
from tests.factories.staff import acting, make_staff
from worker.runtime import perform

WORDS = (REASON, "Said to them alone.")


@dataclass
class Office:
    head: Staff
    manager: Staff
    person: Staff
    lead: Staff


@pytest.fixture
def office(operator, in_own_school, school_id) -> Office:
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        lead, manager = make_lead(session), make_staff(session, name="Maya Berg")
        ahead = clock.today() + timedelta(days=60)
        make_cohort(session, lead=lead, window_opens_on=ahead, window_closes_on=ahead + timedelta(days=9))
        person = make_staff(session, name="Pavel Ash", line_manager_id=manager.id)
        return Office(make_staff(session, Role.HEAD, name="Hanna Lund"), manager, person, lead)


@pytest.fixture
def sent(house, in_own_school, school_id, smtp_server):
    """Does all that is asked for; who got a letter with which subject, and no letter says what was written."""

    def do() -> list[tuple[str, str]]:
        before = len(smtp_server.messages)
        with in_own_school(school_id) as session:
            queued = select(OutboxMessage.id).where(
                OutboxMessage.state == "queued", OutboxMessage.message.startswith("joining.")
            )
            jobs = session.scalars(queued).all()
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = "sent"
            perform(house, job_id)
        new = smtp_server.messages[before:]
        bodies = [one.get_body(("plain",)).get_content() for one in new]
        assert not [words for words in WORDS for body in bodies if words in body]
        return sorted((one["To"].addresses[0].addr_spec, str(one["Subject"])) for one in new)

    return do


def test_a_request_is_told_to_whose_turn_it_is_and_each_answer_to_who_asked(
    office, sent, in_own_school, school_id
) -> None:
    with in_own_school(school_id) as session:
        one = ask_to_join(session, acting(session, office.person), REASON, None)
    assert sent() == [(office.manager.email, "Pavel Ash would like to become a Lead Practitioner")]
    with in_own_school(school_id) as session:
        found = session.get_one(JoiningRequest, (school_id, one.id))
        support(session, acting(session, office.manager), found, 1, WORDS[1], supports=False)
    assert sent() == sorted(
        [
            (office.person.email, "Maya Berg has answered your request to take part"),
            (office.head.email, "Pavel Ash asks to take part in the programme"),
        ]
    )
    with in_own_school(school_id) as session:
        found = session.get_one(JoiningRequest, (school_id, one.id))
        decide(session, acting(session, office.head), found, 1, RequestState.APPROVED, WORDS[1])
    assert sent() == sorted(
        [
            (office.person.email, "Yes: you may take part in the programme"),
            (office.manager.email, "The request of Pavel Ash is decided"),
            (office.lead.email, "Pavel Ash is approved, and waits for an invitation"),
        ]
    )


def test_a_line_managers_yes_is_told_and_where_it_was_decided_since_only_that(
    office, sent, in_own_school, school_id, smtp_server
) -> None:
    def supported(person: Staff) -> JoiningRequest:
        one = ask_to_join(session, acting(session, person), REASON, None)
        support(session, acting(session, office.manager), one, 1, WORDS[1], supports=True)
        return one

    with in_own_school(school_id) as session:
        one = supported(office.person)
    assert (office.person.email, "Maya Berg supports that you take part") in sent()
    assert any(f"/joining/requests/{one.id} " in _words(mail) for mail in smtp_server.messages)
    with in_own_school(school_id) as session:
        other = make_staff(session, name="Zoe Lind", line_manager_id=office.manager.id)
        decide(session, acting(session, office.head), supported(other), 1, RequestState.APPROVED, WORDS[1])
    assert [subject for to, subject in sent() if to == other.email] == [
        "Yes: you may take part in the programme"
    ]


def _words(mail) -> str:
    return " ".join(mail.get_body(("plain",)).get_content().split())


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        (RequestState.KEPT, "Your request to take part is kept for later"),
        (RequestState.NOT_APPROVED, "Your request to take part: not this time"),
    ],
)
def test_who_is_not_approved_is_told_kindly(office, sent, in_own_school, school_id, to, subject) -> None:
    with in_own_school(school_id) as session:
        one = ask_to_join(session, acting(session, office.person), REASON, None)
        decide(session, acting(session, office.head), one, 1, to, WORDS[1])
    assert (office.person.email, subject) in sent()


def test_nobody_is_asked_about_what_was_taken_back(office, sent, in_own_school, school_id) -> None:
    with in_own_school(school_id) as session:
        one = ask_to_join(session, acting(session, office.person), REASON, None)
        withdraw(session, acting(session, office.person), one)
    assert sent() == []


def test_a_candidate_and_their_line_manager_are_told_of_time_as_it_stands_last(
    office, sent, in_own_school, school_id
) -> None:
    with in_own_school(school_id) as session:
        candidate = make_candidate(session, make_cohort(session), session.merge(office.person))
        for hours in (6, 8):
            grant_time(session, acting(session, office.head), candidate, hours, clock.today(), "Cover")
    assert sent() == sorted(
        [
            (office.person.email, "You have 8 hours for the programme"),
            (office.manager.email, "Pavel Ash has 8 hours for the programme"),
        ]
    )
