import pytest
from sqlalchemy import select

from tenants.base.actor import Role
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.base.outbox import OutboxMessage
from tenants.cohorts import inviting, queries
from tenants.cohorts.actions import places, plans
from tenants.cohorts.actions.waiting import choose_offering, offer_next, queue, stop_waiting
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import PlaceState
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.staff import acting, make_staff


@pytest.fixture
def head(session):
    return acting(session, make_staff(session, Role.HEAD))


@pytest.fixture
def full(session):
    """A cohort of one place, which is taken."""
    cohort = make_cohort(session, places=1)
    make_candidate(session, cohort, state=PlaceState.INVITED)
    return cohort


def holder(session, cohort) -> Candidate:
    return next(one.candidate for one in queries.desk(session, cohort.id) if one.candidate.state == "invited")


def names(session, cohort) -> list[str]:
    return [one.person.name for one in inviting.waiting(session, cohort.id)]


def wait(session, head, cohort, *called: str) -> list:
    people = [make_staff(session, name=name) for name in called]
    queue(session, head, cohort, [one.id for one in people])
    return people


def test_people_wait_in_the_order_in_which_they_came_and_are_told(session, head, full) -> None:
    wait(session, head, full, "Zoe")
    wait(session, head, full, "Ann", "Bo")
    assert names(session, full) == ["Zoe", "Ann", "Bo"]
    session.flush()
    asked = session.scalars(select(OutboxMessage.message)).all()
    assert asked.count("cohorts.tell_queued") == 3
    assert queries.card(session, full.id).holding == 1


def test_nobody_waits_while_there_is_room_nor_twice_nor_who_holds_the_place(session, head, full) -> None:
    with pytest.raises(Refused, match="There is room"):
        queue(session, head, make_cohort(session), [make_staff(session).id])
    (person,) = wait(session, head, full, "Zoe")
    for wrong in (person.id, holder(session, full).staff_id):
        with pytest.raises(Invalid):
            queue(session, head, full, [wrong])


def test_a_free_place_waits_for_the_press_and_then_goes_to_the_first(session, head, full) -> None:
    wait(session, head, full, "Zoe", "Ann")
    with pytest.raises(Refused, match="No place is free"):
        offer_next(session, head, full)
    places.withdraw(session, head, holder(session, full), "Moving house")
    assert names(session, full) == ["Zoe", "Ann"]
    offer_next(session, head, full)
    assert names(session, full) == ["Ann"]
    with pytest.raises(Refused, match="No place is free"):
        offer_next(session, head, full)


def test_a_cohort_that_offers_by_itself_does_so_in_lecterns_name(session, head, full) -> None:
    wait(session, head, full, "Zoe", "Ann")
    choose_offering(session, head, full, by_itself=True)
    given_up = holder(session, full)
    person = session.get_one(type(make_staff(session)), (given_up.school_id, given_up.staff_id))
    places.decline(session, acting(session, person), given_up)
    assert names(session, full) == ["Ann"]
    session.flush()
    offered = select(HistoryEntry).where(HistoryEntry.action == "place:offered")
    assert session.scalars(offered).one().actor_id is None
    plans.rename(session, head, full, full.version, {"name": full.name, "gateway": full.gateway, "places": 2})
    assert names(session, full) == []


def test_who_is_taken_off_the_list_is_no_candidate_and_who_left_is_passed_over(session, head, full) -> None:
    zoe, ann, _ = wait(session, head, full, "Zoe", "Ann", "Bo")
    stop_waiting(session, head, inviting.waiting(session, full.id)[0].candidate)
    assert acting(session, zoe).appointed == frozenset()
    ann.deactivated_at = full.planned_at
    session.flush()
    assert names(session, full) == ["Bo"]


def test_a_lead_of_another_cohort_cannot_touch_the_list(session, full) -> None:
    other = make_staff(session, Role.PROGRAMME_LEAD)
    make_cohort(session, lead=other)
    with pytest.raises(NotFound):
        queue(session, acting(session, other), full, [make_staff(session).id])
