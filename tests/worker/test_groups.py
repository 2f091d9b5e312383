"""Letters about a group reach those who still have to do with it."""

import pytest
from sqlalchemy import select

from tenants.base.outbox import OutboxMessage
from tenants.cohorts.actions.places import withdraw
from tenants.groups.actions.leaving import replace
from tenants.groups.queries.groups import seats
from tenants.portfolios.actions.leaving import leave_group
from tenants.standards.actions import publish_editions
from tests.factories.cohorts import make_candidate
from tests.factories.groups import make_group
from tests.factories.portfolios import candidate_actor, make_place
from tests.factories.staff import acting
from tests.factories.submissions import make_head, make_open_cohort
from worker.runtime import perform


@pytest.fixture
def work(operator, in_own_school, school_id):
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        cohort = make_open_cohort(session)
        places = [make_place(session, cohort=cohort) for _ in range(4)]
        group = make_group(session, [one.candidate for one in places])
        other = make_candidate(session, cohort)
        return places, group.id, other.id


@pytest.fixture
def told(house, in_own_school, school_id, smtp_server):
    """Who is told that somebody left, once everything that was asked for is sent."""

    def do() -> set[str]:
        name = "groups.tell_left"
        with in_own_school(school_id) as session:
            jobs = session.scalars(select(OutboxMessage.id).where(OutboxMessage.message == name)).all()
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = "sent"
            perform(house, job_id)
        return {mail["To"].addresses[0].addr_spec for mail in smtp_server.messages}

    return do


def seat_of(session, group_id, place):
    return next(one for one in seats(session, group_id) if one.candidate_id == place.id)


def test_who_has_left_or_given_up_their_place_before_it_goes_is_told_nothing(
    work, told, in_own_school, school_id
) -> None:
    places, group_id, _ = work
    with in_own_school(school_id) as session:
        head = acting(session, make_head(session))
        for place in (places[1], places[2]):
            leave_group(session, candidate_actor(session, place), seat_of(session, group_id, place))
        withdraw(session, head, seat_of(session, group_id, places[3]).candidate, "They move away")
    assert told() == {places[0].person.email}


def test_who_is_replaced_is_told_by_somebody_else(work, told, in_own_school, school_id) -> None:
    places, group_id, other = work
    with in_own_school(school_id) as session:
        replaced = seat_of(session, group_id, places[1])
        replace(session, candidate_actor(session, places[0]), replaced, other)
    assert told() == {one.person.email for one in places[1:]}
