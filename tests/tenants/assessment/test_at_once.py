"""Two people press at the same moment: real transactions in real threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tenants.assessment.actions import allocation, judging, releasing
from tenants.assessment.models import Assignment, Outcome
from tenants.assessment.queries import desk as desks
from tenants.assessment.queries import outcomes
from tenants.assessment.queries.seats import submission
from tenants.base.errors import Refused
from tenants.staff import actors
from tests.factories.assessment import PASSING, accept, allocate, assess, judge, make_assessor, make_matter

Deed = Callable[..., None]


@pytest.fixture
def at_once(in_school, school_id) -> Callable[..., list[str]]:
    """Does each deed in a transaction of its own, all at the same moment; '' for done, else the refusal."""

    def race(*deeds: Deed) -> list[str]:
        barrier = Barrier(len(deeds))

        def run(deed: Deed) -> str:
            try:
                with in_school(school_id) as session:
                    deed(session, barrier.wait)
            except Refused as refused:
                return refused.reason
            return ""

        with ThreadPoolExecutor(len(deeds)) as pool:
            return list(pool.map(run, deeds))

    return race


def locking(seat_id: UUID, staff_id: UUID) -> Deed:
    def deed(session, ready) -> None:
        opened, actor = desks.desk(session, seat_id), actors.actor(session, staff_id)
        ready()
        judging.lock(session, actor, opened)

    return deed


def test_the_two_assessors_lock_at_once_and_one_outcome_comes_of_it(in_school, school_id, at_once) -> None:
    with in_school(school_id) as session:
        pair = [(one.id, one.staff_id) for one in _judged(session)]
    assert at_once(*(locking(*one) for one in pair)) == ["", ""]
    with in_school(school_id) as session:
        assert session.scalar(select(func.count()).select_from(Outcome)) == 1


def test_one_assessor_locking_in_two_windows_locks_once(in_school, school_id, at_once) -> None:
    with in_school(school_id) as session:
        first, _ = _judged(session)
        ids = first.id, first.staff_id
    answers = at_once(locking(*ids), locking(*ids))
    assert sorted(bool(one) for one in answers) == [False, True]


def test_two_leads_offering_the_last_seats_at_once_fill_them_once(in_school, school_id, at_once) -> None:
    with in_school(school_id) as session:
        matter = make_matter(session)
        others = [make_assessor(session, manager=matter.head).id for _ in range(2)]
        pairs = [[one.id for one in matter.assessors], others]
        about, leads = matter.submission.id, [matter.lead.id, matter.head.id]

    def offering(lead_id: UUID, chosen: list[UUID]) -> Deed:
        def deed(session, ready) -> None:
            found, actor = submission(session, about), actors.actor(session, lead_id)
            ready()
            allocation.offer(session, actor, found, chosen)

        return deed

    answers = at_once(*(offering(*one) for one in zip(leads, pairs, strict=True)))
    assert sorted(bool(one) for one in answers) == [False, True]
    with in_school(school_id) as session:
        assert session.scalar(select(func.count()).select_from(Assignment)) == 2


def test_an_outcome_is_released_once(in_school, school_id, at_once) -> None:
    with in_school(school_id) as session:
        matter = make_matter(session)
        assess(session, matter, PASSING, PASSING)
        about, lead = matter.submission.id, matter.lead.id

    def release(session, ready) -> None:
        found, actor = outcomes.outcome(session, about), actors.actor(session, lead)
        ready()
        releasing.release_outcome(session, actor, found)

    assert sorted(bool(one) for one in at_once(release, release)) == [False, True]


def _judged(session) -> list:
    seats = allocate(session, make_matter(session))
    for one in seats:
        accept(session, one)
        judge(session, one.id, PASSING)
    return seats
