"""Who is asked to be told what; that the mail goes is shown in tests/worker/test_notices.py."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.history import HistoryEntry
from tenants.base.isolation import bound_school
from tenants.base.outbox import OutboxMessage
from tenants.sign_in import staff_changes
from tenants.sign_in.actions import connections
from tenants.sign_in.browsers import Browser
from tenants.sign_in.models import Door, Passkey, SignInSession
from tenants.sign_in.sessions import begin_session
from tenants.staff.actions.roles import grant_role
from tenants.staff.models import FormerAddress
from tenants.staff.rules.people import Particulars
from tests.factories.connections import TESTED, make_connection
from tests.factories.passkeys import make_passkey
from tests.factories.staff import acting, make_staff

LAPTOP, PHONE = Browser("Chrome on Windows", "laptop"), Browser("Safari on iPhone", "phone")


@pytest.fixture
def ann(session):
    return make_staff(session, name="Ann", email="ann@school.example")


@pytest.fixture
def head(session):
    return acting(session, make_staff(session, Role.HEAD))


@pytest.fixture
def asked(session):
    """The entries of the history that somebody is to be told of."""

    def read(message: str) -> list[HistoryEntry]:
        return [
            session.get_one(HistoryEntry, (school(session), UUID(one["entry_id"]))) for one in jobs(message)
        ]

    def jobs(message: str) -> list[dict[str, str]]:
        session.flush()
        return list(
            session.scalars(
                select(OutboxMessage.payload)
                .where(OutboxMessage.message == message, OutboxMessage.school_id == school(session))
                .order_by(OutboxMessage.id)
            )
        )

    read.jobs = jobs  # type: ignore[attr-defined]
    return read


def school(session):
    return bound_school(session)


def told(asked) -> list[str]:
    return [entry.action for entry in asked("sign_in.tell_person")]


def test_the_first_browser_of_all_is_no_news(session, ann, asked) -> None:
    begin_session(session, ann.id, Door.LINK, LAPTOP)
    assert told(asked) == []


def test_a_browser_that_was_not_seen_before_is_told_once(session, ann, asked) -> None:
    for browser in (LAPTOP, PHONE, PHONE, LAPTOP):
        begin_session(session, ann.id, Door.LINK, browser)
    assert told(asked) == ["session:new_browser"]
    (entry,) = asked("sign_in.tell_person")
    assert session.get_one(SignInSession, (ann.school_id, entry.subject_id)).browser == PHONE.words


def test_a_browser_that_somebody_else_used_is_new_for_me(session, ann, asked) -> None:
    other = make_staff(session)
    begin_session(session, other.id, Door.LINK, LAPTOP)
    begin_session(session, ann.id, Door.LINK, PHONE)
    begin_session(session, ann.id, Door.LINK, LAPTOP)
    assert told(asked) == ["session:new_browser"]


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.IT_LEAD])
def test_a_role_that_opens_the_school_is_told_to_who_gets_it(session, head, ann, asked, role: Role) -> None:
    until = clock.today() + timedelta(days=14) if role is Role.DEPUTY else None
    grant_role(session, head, ann, role, until)
    (entry,) = asked("staff.tell_role_given")
    assert (entry.subject_id, entry.fields, entry.actor_id) == (ann.id, [role.value], head.staff_id)


def test_other_roles_are_not_told(session, head, ann, asked) -> None:
    grant_role(session, head, ann, Role.MENTOR)
    assert asked("staff.tell_role_given") == []


def change(session, head, ann, **changes) -> None:
    given = Particulars(**{"name": ann.name, "email": ann.email} | changes)
    staff_changes.change_member(session, head, ann, given, manager_outside=False, version=ann.version)


def test_a_changed_address_is_told_at_both_and_stands_in_no_job(session, head, ann, asked) -> None:
    change(session, head, ann, email="reed@school.example")
    former = session.scalars(select(FormerAddress)).one()
    assert former.email == "ann@school.example"
    for message in ("staff.tell_former_address", "staff.tell_new_address"):
        assert asked.jobs(message) == [{"former_id": str(former.id)}]


def test_another_name_is_told_to_nobody(session, head, ann, asked) -> None:
    change(session, head, ann, name="Ann Reed")
    assert asked.jobs("staff.tell_former_address") == []


def test_with_the_address_go_the_passkeys(session, head, ann) -> None:
    make_passkey(session, ann)
    change(session, head, ann, email="reed@school.example")
    assert session.scalars(select(Passkey)).all() == []


def test_a_leaver_keeps_no_passkey(session, head, ann) -> None:
    make_passkey(session, ann)
    staff_changes.deactivate(session, head, ann)
    assert session.scalars(select(Passkey)).all() == []


def test_every_head_is_told_when_the_school_sign_in_goes_on_and_off(session, head, asked) -> None:
    """Whoever does it, themselves too: it may be somebody in their name."""
    second = make_staff(session, Role.HEAD)
    deputy = acting(session, make_staff(session, Role.DEPUTY))
    connection = make_connection(session, "https://login.example", "secret", enabled_at=None, **TESTED)
    connections.switch_on(session, deputy, connection)
    connections.switch_off(session, head, connection)
    told_to = [one["head_id"] for one in asked.jobs("sign_in.tell_head")]
    done = [entry.action for entry in asked("sign_in.tell_head")]
    assert sorted(zip(told_to, done, strict=True)) == sorted(
        (str(person), f"connection:{deed}")
        for person in (head.staff_id, second.id)
        for deed in ("switch_on", "switch_off")
    )
