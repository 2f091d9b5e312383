import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.staff import queries
from tenants.staff.actions.roles import grant_role, take_role
from tests.factories.staff import acting, make_guest, make_staff

WEEK = timedelta(days=7)


@pytest.fixture
def boss(session):
    return make_staff(session, Role.HEAD)


@pytest.fixture
def head(session, boss):
    return acting(session, boss)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DEPUTY])
def test_a_head_gives_and_takes_every_role(session, head, role) -> None:
    person = make_staff(session)
    grant_role(session, head, person, role)
    assert acting(session, person).holds(role)
    take_role(session, head, person, role)
    assert not acting(session, person).holds(role)
    assert set(session.scalars(select(HistoryEntry.action))) == {"role:grant", "role:take"}


def test_a_deputys_role_ends_on_its_last_day(session, head, real_clock) -> None:
    person = make_staff(session)
    grant_role(session, head, person, Role.DEPUTY, clock.today() + WEEK)
    clock.move_by(WEEK)
    assert acting(session, person).holds(Role.DEPUTY)
    clock.move_by(WEEK + timedelta(days=1))
    assert not acting(session, person).holds(Role.DEPUTY)


@pytest.mark.parametrize("until", [None, -WEEK, 60 * WEEK])
def test_a_deputy_needs_a_last_day_within_a_year(session, head, until) -> None:
    day = clock.today() + until if until else None
    with pytest.raises(Invalid) as refused:
        grant_role(session, head, make_staff(session), Role.DEPUTY, day)
    assert list(refused.value.fields) == ["until"]


def test_only_a_deputys_role_has_a_last_day(session, head) -> None:
    with pytest.raises(Invalid):
        grant_role(session, head, make_staff(session), Role.MENTOR, clock.today() + WEEK)


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY])
def test_a_deputy_can_neither_pass_on_nor_prolong_a_heads_rights(session, boss, role) -> None:
    person = make_staff(session, Role.DEPUTY)
    deputy = acting(session, person)
    with pytest.raises(Refused, match="Only a headteacher"):
        grant_role(session, deputy, person, role, clock.today() + WEEK)
    with pytest.raises(Refused, match="Only a headteacher"):
        take_role(session, deputy, boss, role)


def test_a_programme_lead_gives_no_roles(session) -> None:
    lead = acting(session, make_staff(session, Role.PROGRAMME_LEAD))
    with pytest.raises(NotFound):
        grant_role(session, lead, make_staff(session), Role.MENTOR)


def test_the_last_head_stays(session, head, boss) -> None:
    with pytest.raises(Refused, match="only headteacher"):
        take_role(session, head, boss, Role.HEAD)


def test_heads_do_not_lose_their_own_role_by_accident(session, head, boss) -> None:
    make_staff(session, Role.HEAD)
    with pytest.raises(Refused, match="from yourself"):
        take_role(session, head, boss, Role.HEAD)


def test_a_head_who_left_does_not_count_as_a_head(session, head, boss) -> None:
    make_staff(session, Role.HEAD, deactivated_at=clock.now())
    assert queries.heads(session) == {boss.id}


def test_leavers_and_guests_get_no_role(session, head) -> None:
    for person in (make_staff(session, deactivated_at=clock.now()), make_guest(session, until=clock.today())):
        with pytest.raises(Refused):
            grant_role(session, head, person, Role.MENTOR)


def test_two_heads_who_take_the_role_from_each_other_at_once_leave_one(in_school, school_id) -> None:
    with in_school(school_id) as session:
        pair = [make_staff(session, Role.HEAD) for _ in range(2)]
        actors = [acting(session, one) for one in pair]
    both, refused = threading.Barrier(2), []

    def take(mine: int) -> None:
        try:
            with in_school(school_id) as own:
                other = queries.staff_member(own, pair[1 - mine].id)
                both.wait(10)
                take_role(own, actors[mine], other, Role.HEAD)
        except Refused as problem:
            refused.append(problem.reason)

    threads = [threading.Thread(target=take, args=(mine,)) for mine in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with in_school(school_id) as session:
        assert len(queries.heads(session)) == 1
    assert len(refused) == 1
