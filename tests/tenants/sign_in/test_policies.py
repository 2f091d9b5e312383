"""The school's choices: who may come in by which door, and how long they stay."""

from datetime import date, timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Invalid, NotFound
from tenants.base.history import HistoryEntry
from tenants.base.outbox import OutboxMessage
from tenants.base.types import keyring
from tenants.sign_in.actions import links, policies, secrets
from tenants.sign_in.models import Connection, Door, SignInPolicy, SignInSession
from tenants.sign_in.policy_rules import Policies, may_come_otherwise, noted_every, reminder_due
from tenants.sign_in.queries import opened
from tenants.sign_in.rules import LINK_LASTS
from tenants.sign_in.sessions import AtProvider, begin_session
from tests.conftest import KEY
from tests.factories.connections import make_connection
from tests.factories.staff import acting, make_guest, make_staff

ISSUER = "https://accounts.oak.example"


@pytest.fixture(autouse=True)
def _real_clock(real_clock: None) -> None:
    """Put back after each test."""


@pytest.fixture
def hana(session):
    return make_staff(session, Role.HEAD, name="Hana")


@pytest.fixture
def connection(session) -> Connection:
    return make_connection(session, ISSUER, "secret")


@pytest.fixture
def decide(session, hana):
    def change(version: int = 1, **given: object) -> None:
        policies.change(session, acting(session, hana), Policies(**given), version=version)

    return change


@pytest.fixture
def required(connection, decide, hana) -> None:
    decide(school_sign_in_required=True, named_heads=(hana.id,))


def door_for(session, person) -> bool:
    token = links.make_link(session, person.id, "/", LINK_LASTS)
    session.flush()
    try:
        links.spend_link(session, token)
    except NotFound:
        return False
    return True


def after(interval: timedelta) -> None:
    clock.move_by(clock.offset() + interval)


def test_until_a_school_decides_everybody_may_come_by_a_link(session, hana) -> None:
    assert door_for(session, make_staff(session))


def test_where_the_school_sign_in_is_required_links_open_for_guests_and_named_heads_alone(
    session, required, hana
) -> None:
    others = [make_staff(session, role) for role in Role]
    guest = make_guest(session, until=date(2099, 1, 1))
    assert door_for(session, guest)
    assert door_for(session, hana)
    assert [door_for(session, one) for one in (*others, make_staff(session))] == [False] * (len(Role) + 1)


def test_a_named_head_who_is_head_no_longer_comes_in_by_no_link(hana) -> None:
    decided = Policies(school_sign_in_required=True, named_heads=(hana.id,))
    assert may_come_otherwise(decided, hana.id, guest=False, head=True)
    assert not may_come_otherwise(decided, hana.id, guest=False, head=False)


def test_a_link_that_is_on_its_way_opens_nothing_once_the_school_sign_in_is_required(
    session, connection, decide, hana
) -> None:
    ann = make_staff(session)
    token = links.make_link(session, ann.id, "/", LINK_LASTS)
    decide(school_sign_in_required=True, named_heads=(hana.id,))
    with pytest.raises(NotFound):
        links.spend_link(session, token)


def test_requiring_it_ends_what_was_begun_by_other_doors(session, connection, decide, hana) -> None:
    ann, guest = make_staff(session), make_guest(session, until=date(2099, 1, 1))
    by_link = [begin_session(session, one.id, Door.LINK) for one in (ann, guest, hana)]
    by_account = begin_session(session, ann.id, Door.CONNECTION, at=AtProvider(connection.id, "ann"))
    decide(school_sign_in_required=True, named_heads=(hana.id,))
    assert [opened(session, token) is not None for token in (*by_link, by_account)] == [
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"school_sign_in_required": True}, "school_sign_in_required"),
        ({"join_by_domain": True}, "join_by_domain"),
        ({"idle_minutes": 5}, "longest_minutes"),
        ({"longest_minutes": 90 * 1440}, "longest_minutes"),
        ({"idle_minutes": 1440, "longest_minutes": 60}, "longest_minutes"),
    ],
)
def test_what_cannot_work_is_refused(decide, given, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        decide(**given)
    assert field in refused.value.fields


def test_nobody_is_locked_out_for_want_of_a_named_head(connection, decide) -> None:
    with pytest.raises(Invalid) as refused:
        decide(school_sign_in_required=True)
    assert "Name at least one headteacher" in refused.value.fields["named_heads"]


def test_only_a_head_can_be_named(session, connection, decide) -> None:
    with pytest.raises(Invalid):
        decide(school_sign_in_required=True, named_heads=(make_staff(session, Role.DEPUTY).id,))


@pytest.mark.parametrize("role", [Role.IT_LEAD, Role.PROGRAMME_LEAD])
def test_nobody_but_a_head_or_deputy_decides(session, role: Role) -> None:
    with pytest.raises(NotFound):
        policies.change(session, acting(session, make_staff(session, role)), Policies(), version=1)


def test_a_decision_is_recorded_by_its_fields(session, required) -> None:
    (fields,) = session.scalars(
        select(HistoryEntry.fields).where(HistoryEntry.action == "sign_in_policy:change")
    ).all()
    assert fields == ["named_heads", "school_sign_in_required"]


def test_each_use_of_the_emergency_door_is_recorded_and_told_to_every_head(session, required, hana) -> None:
    other = make_staff(session, Role.HEAD)
    policies.note_emergency_door(session, acting(session, hana))
    entry = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "sign_in:emergency_door")).one()
    told = session.scalars(
        select(OutboxMessage.payload).where(
            OutboxMessage.school_id == hana.school_id, OutboxMessage.message == "sign_in.tell_emergency_door"
        )
    ).all()
    assert (entry.actor_id, entry.subject_id) == (hana.id, hana.id)
    assert {one["reader_id"] for one in told} == {str(hana.id), str(other.id)}
    assert {one["staff_id"] for one in told} == {str(hana.id)}


def test_a_guests_link_is_no_emergency(session, required) -> None:
    guest = make_guest(session, until=date(2099, 1, 1))
    policies.note_emergency_door(session, acting(session, guest))
    assert (
        session.scalars(select(HistoryEntry).where(HistoryEntry.action == "sign_in:emergency_door")).all()
        == []
    )


def test_a_session_ends_after_the_schools_time_without_use(session, decide) -> None:
    decide(idle_minutes=15)
    token = begin_session(session, make_staff(session).id, Door.LINK)
    after(timedelta(minutes=14))
    assert opened(session, token) is not None
    after(timedelta(minutes=2))
    assert opened(session, token) is None


def test_a_session_ends_after_the_schools_longest_time_however_much_it_is_used(session, decide) -> None:
    decide(idle_minutes=60, longest_minutes=60)
    token = begin_session(session, make_staff(session).id, Door.LINK)
    for _ in range(2):
        after(timedelta(minutes=29))
        session.scalars(select(SignInSession)).one().seen_at = clock.now()
        assert opened(session, token) is not None
    after(timedelta(minutes=3))
    assert opened(session, token) is None


def test_a_time_that_is_shortened_holds_for_who_is_signed_in_already(session, decide) -> None:
    token = begin_session(session, make_staff(session).id, Door.LINK)
    after(timedelta(minutes=70))
    assert opened(session, token) is not None
    decide(idle_minutes=60, longest_minutes=60)
    assert opened(session, token) is None


def test_the_longest_choices_hold_too(session, decide) -> None:
    decide(idle_minutes=1440, longest_minutes=30 * 1440)
    token = begin_session(session, make_staff(session).id, Door.LINK)
    after(timedelta(hours=23))
    assert opened(session, token) is not None


@pytest.mark.parametrize("minutes", [15, 60, 1440])
def test_the_last_use_is_known_closely_enough_for_the_limit(minutes: int) -> None:
    idle = timedelta(minutes=minutes)
    assert noted_every(idle) <= idle / 12


def test_the_providers_token_is_kept_only_where_signing_out_needs_it(
    session, connection, decide, hana
) -> None:
    at = AtProvider(connection.id, "hana", "sid", "a token")
    begin_session(session, hana.id, Door.CONNECTION, at=at)
    assert session.scalars(select(SignInSession.id_token)).all() == [None]
    decide(sign_out_of_account=True)
    begin_session(session, hana.id, Door.CONNECTION, at=at)
    assert "a token" in session.scalars(select(SignInSession.id_token)).all()
    decide(version=2, sign_out_of_account=False)
    session.expire_all()
    assert set(session.scalars(select(SignInSession.id_token))) == {None}


@pytest.mark.parametrize(
    ("left", "reminded", "due"),
    [
        (31, None, None),
        (30, None, 30),
        (12, None, 30),
        (12, 30, None),
        (7, 30, 7),
        (3, None, 7),
        (3, 7, None),
        (-5, 30, 7),
    ],
)
def test_a_secret_is_reminded_of_thirty_and_seven_days_ahead_once_each(left, reminded, due) -> None:
    today = date(2027, 3, 1)
    assert reminder_due(today + timedelta(days=left), today, reminded) == due


def test_heads_and_it_leads_are_reminded_of_a_secret_that_runs_out(session, connection, hana) -> None:
    ivy = make_staff(session, Role.IT_LEAD)
    make_staff(session, Role.MENTOR)
    connection.secret_expires_on = clock.today() + timedelta(days=30)
    for _ in range(2):
        secrets.remind(session)
    asked = select(OutboxMessage.payload).where(
        OutboxMessage.school_id == hana.school_id, OutboxMessage.message == "sign_in.tell_secret_runs_out"
    )
    session.flush()
    assert sorted(one["reader_id"] for one in session.scalars(asked)) == sorted([str(hana.id), str(ivy.id)])
    after(timedelta(days=23))
    secrets.remind(session)
    session.flush()
    assert len(session.scalars(asked).all()) == 4


def test_nobody_is_reminded_of_a_connection_that_is_off(session, connection, hana) -> None:
    connection.secret_expires_on, connection.enabled_at = clock.today(), None
    secrets.remind(session)
    assert connection.secret_reminded is None


def test_the_policies_of_one_school_say_nothing_about_another(
    session, required, in_school, other_school_id
) -> None:
    with in_school(other_school_id) as other:
        assert other.scalars(select(SignInPolicy)).all() == []
        assert door_for(other, make_staff(other))


def test_a_key_rotation_keeps_the_secrets_of_connections_readable(in_school, school_id) -> None:
    with in_school(school_id) as session:
        made = make_connection(session, ISSUER, "the secret").id
    keyring.load([Fernet.generate_key().decode(), KEY])
    with in_school(school_id) as session:
        assert session.get_one(Connection, (school_id, made)).client_secret == "the secret"
