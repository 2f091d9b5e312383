"""A head hands over for a while; a guest's last day moves."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.queries import holders
from tenants.staff import standing_in
from tenants.staff.actions.people import deactivate
from tenants.staff.actions.roles import grant_role, take_role
from tenants.staff.actions.standing_in import hand_over, keep_guest_until
from tenants.staff.finding import Search, Show, staff_page
from tenants.staff.rules.roles import FORTNIGHT
from tests.factories.staff import acting, make_guest, make_staff

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@pytest.fixture
def boss(session):
    return make_staff(session, Role.HEAD, name="Hana Head")


@pytest.fixture
def head(session, boss):
    return acting(session, boss)


@pytest.fixture
def dina(session):
    return make_staff(session, Role.PROGRAMME_LEAD, name="Dina Deputy")


def test_a_fortnight_is_fourteen_days_and_ends_by_itself(session, head, dina, real_clock) -> None:
    today = clock.today()
    hand_over(session, head, dina, today, today + FORTNIGHT)
    for days, holds in ((0, True), (13, True), (14, False), (400, False)):
        clock.move_by(days * DAY)
        assert acting(session, dina).holds(Role.DEPUTY) is holds, days
        assert acting(session, dina).holds(Role.PROGRAMME_LEAD)


def test_what_begins_later_counts_from_its_first_day(session, head, dina, real_clock) -> None:
    today = clock.today()
    hand_over(session, head, dina, today + WEEK, today + 2 * WEEK)
    for days, holds in ((0, False), (6, False), (7, True), (14, True), (15, False)):
        clock.move_by(days * DAY)
        assert acting(session, dina).holds(Role.DEPUTY) is holds, days
        assert (dina in holders(session, (Role.DEPUTY,))[Role.DEPUTY]) is holds
        page = staff_page(session, Search(role=Role.DEPUTY))
        assert bool(page.people) is holds


def test_both_are_told_now_and_when_it_is_over(session, head, boss, dina) -> None:
    hand_over(session, head, dina, clock.today(), clock.today() + FORTNIGHT)
    session.flush()
    asked = session.scalars(select(OutboxMessage).where(OutboxMessage.school_id == head.school_id)).all()
    told = {(one.message, one.payload["reader_id"]) for one in asked}
    both = {str(boss.id), str(dina.id)}
    assert told == {
        (name, reader) for name in ("staff.tell_handed_over", "staff.tell_handed_back") for reader in both
    }
    over = {one.due_at for one in asked if one.message == "staff.tell_handed_back"}
    assert {clock.school_date(at) for at in over} == {clock.today() + FORTNIGHT + DAY}


def test_it_is_on_record_as_the_heads_deed(session, head, boss, dina) -> None:
    hand_over(session, head, dina, clock.today(), clock.today() + FORTNIGHT)
    session.flush()
    entry = session.scalars(select(HistoryEntry)).one()
    assert (entry.action, entry.actor_id, entry.subject_id) == ("role:hand_over", boss.id, dina.id)


def test_handing_over_again_sets_both_days_anew(session, head, dina) -> None:
    today = clock.today()
    hand_over(session, head, dina, today, today + FORTNIGHT)
    hand_over(session, head, dina, today + DAY, today + WEEK)
    (deputy,) = standing_in.deputies(session)
    assert (deputy.since, deputy.until, deputy.ahead) == (today + DAY, today + WEEK, True)


def test_giving_the_role_begins_at_once_whatever_was_agreed_before(session, head, dina) -> None:
    today = clock.today()
    hand_over(session, head, dina, today + WEEK, today + 2 * WEEK)
    grant_role(session, head, dina, Role.DEPUTY, today + WEEK)
    assert acting(session, dina).holds(Role.DEPUTY)


def test_a_head_ends_it_before_its_time(session, head, dina) -> None:
    hand_over(session, head, dina, clock.today(), clock.today() + FORTNIGHT)
    take_role(session, head, dina, Role.DEPUTY)
    assert not acting(session, dina).holds(Role.DEPUTY)
    assert standing_in.deputies(session) == []


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (-DAY, DAY, "since"),
        (400 * DAY, 401 * DAY, "since"),
        (DAY, timedelta(), "until"),
        (timedelta(), 367 * DAY, "until"),
    ],
)
def test_days_that_make_no_while_are_refused(session, head, dina, since, until, field) -> None:
    with pytest.raises(Invalid) as refused:
        hand_over(session, head, dina, clock.today() + since, clock.today() + until)
    assert list(refused.value.fields) == [field]


def test_only_a_head_hands_over_never_a_deputy(session, boss, dina) -> None:
    for role in (role for role in Role if role is not Role.HEAD):
        with pytest.raises(NotFound):
            hand_over(session, acting(session, make_staff(session, role)), dina, clock.today(), clock.today())


def test_nobody_who_left_no_guest_and_no_head_stands_in(session, head) -> None:
    gone = make_staff(session, deactivated_at=clock.now())
    guest = make_guest(session, until=clock.today() + WEEK)
    for person in (gone, guest, make_staff(session, Role.HEAD)):
        with pytest.raises(Refused):
            hand_over(session, head, person, clock.today(), clock.today())


def test_those_with_a_role_are_offered_deputies_of_before_first(session, head, boss, dina) -> None:
    make_staff(session, name="Abe Teacher")
    make_guest(session, until=clock.today() + WEEK)
    mentor = make_staff(session, Role.MENTOR, name="Alma Mentor")
    hand_over(session, head, dina, clock.today(), clock.today())
    assert [one.id for one in standing_in.offered(session)] == [dina.id, mentor.id]


def test_a_guests_last_day_moves_and_counts_at_once(session, head, real_clock) -> None:
    guest = make_guest(session, until=clock.today())
    keep_guest_until(session, head, guest, clock.today() + WEEK, guest.version)
    clock.move_by(WEEK)
    assert acting(session, guest).guest
    clock.move_by(WEEK + DAY)
    with pytest.raises(NotFound):
        acting(session, guest)


@pytest.mark.parametrize("days", [-1, 367])
def test_a_guests_last_day_lies_within_a_year(session, head, days: int) -> None:
    guest = make_guest(session, until=clock.today())
    with pytest.raises(Invalid):
        keep_guest_until(session, head, guest, clock.today() + days * DAY, guest.version)


def test_two_heads_who_move_the_day_at_once_are_told(session, head) -> None:
    guest = make_guest(session, until=clock.today())
    keep_guest_until(session, head, guest, clock.today() + WEEK, 1)
    with pytest.raises(Conflict):
        keep_guest_until(session, head, guest, clock.today() + DAY, 1)


def test_a_guest_whose_access_was_ended_does_not_come_back_by_a_date(session, head) -> None:
    guest = make_guest(session, until=clock.today() + WEEK)
    deactivate(session, head, guest)
    with pytest.raises(Refused):
        keep_guest_until(session, head, guest, clock.today() + WEEK, guest.version)


def test_guests_are_listed_with_those_whose_time_is_over(session, head) -> None:
    over = make_guest(session, until=clock.today() - DAY, name="Olga Over")
    here = make_guest(session, until=clock.today(), name="Hugo Here")
    ended = make_guest(session, until=clock.today() + DAY)
    deactivate(session, head, ended)
    page = staff_page(session, Search(show=Show.GUESTS))
    assert [one.id for one in page.people] == [here.id, over.id]


def test_a_member_of_staff_is_no_guest(session, dina) -> None:
    with pytest.raises(NotFound):
        standing_in.guest(session, dina.id)
