"""Letters about who convenes a group, sent for real."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.models import Candidate
from tenants.groups.actions.answering import accept, decline
from tenants.groups.actions.convening import hand_over
from tenants.groups.actions.forming import Beginning, form_for
from tenants.groups.models import Group
from tenants.groups.queries.groups import Seat, group, seats
from tenants.staff.models import Staff
from tenants.standards.actions import publish_editions
from tests.factories.cohorts import make_candidate, make_cohort, make_lead
from tests.factories.staff import acting, appoint, make_staff
from worker.runtime import perform


@dataclass
class Office:
    leads: list[Staff]
    people: list[Staff]
    places: list[Candidate]
    formed: Group

    def seat(self, session, at: int) -> Seat:
        return next(one for one in seats(session, self.formed.id) if one.candidate_id == self.places[at].id)


@pytest.fixture
def office(operator, in_own_school, school_id) -> Office:
    """A group of two invited people, formed by one of the two leads of the cohort."""
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        leads, ahead = [make_lead(session) for _ in range(2)], clock.today() + timedelta(days=60)
        cohort = make_cohort(
            session, lead=leads[0], window_opens_on=ahead, window_closes_on=ahead + timedelta(days=9)
        )
        appoint(session, leads[1].id, Appointment.LEAD, cohort.id)
        people = [make_staff(session, name=name) for name in ("Ada Form", "Ben Joins")]
        places = [make_candidate(session, cohort, one) for one in people]
        begins = Beginning("Talk", "", [places[1].id])
        formed = form_for(session, acting(session, leads[0]), cohort, places[0].id, begins)
        return Office(leads, people, places, formed)


@pytest.fixture
def sent(house, in_own_school, school_id, smtp_server):
    """Does all that groups ask for; who got a letter with which subject."""

    def do() -> list[tuple[str, str]]:
        before = len(smtp_server.messages)
        with in_own_school(school_id) as session:
            queued = select(OutboxMessage.id).where(
                OutboxMessage.state == "queued", OutboxMessage.message.startswith("groups.")
            )
            jobs = session.scalars(queued).all()
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = "sent"
            perform(house, job_id)
        new = smtp_server.messages[before:]
        return sorted((one["To"].addresses[0].addr_spec, str(one["Subject"])) for one in new)

    return do


NOBODY = "Nobody convenes the group “Talk”"


def test_a_convener_who_says_no_is_told_to_those_who_can_name_another(
    office, sent, in_own_school, school_id, smtp_server
) -> None:
    sent()
    with in_own_school(school_id) as session:
        decline(session, acting(session, office.people[0]), office.seat(session, 0))
    assert sent() == sorted((one.email, NOBODY) for one in office.leads)
    told = smtp_server.messages[-1].get_body(("plain",)).get_content()
    assert "Ada Form" in told
    assert f"/groups/{office.formed.id}/convener" in told
    with in_own_school(school_id) as session:
        accept(session, acting(session, office.people[1]), office.seat(session, 1), 1)
    assert sent() == []


def test_nobody_is_asked_for_a_convener_when_there_is_one_again(
    office, sent, in_own_school, school_id
) -> None:
    sent()
    with in_own_school(school_id) as session:
        decline(session, acting(session, office.people[0]), office.seat(session, 0))
        found = group(session, office.formed.id)
        hand_over(session, acting(session, office.leads[0]), found, office.places[1].id)
    assert sent() == []
