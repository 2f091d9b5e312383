"""Letters about the school's own sign-in, sent for real: who gets which is decided when it goes."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage, ask
from tenants.sign_in.actions import links, trials
from tenants.sign_in.jobs import InviteStaff, RemindOfSecrets, TellEmergencyDoor
from tenants.sign_in.models import PASSED, SignInPolicy
from tests.factories.connections import make_connection
from tests.factories.staff import acting, make_guest, make_staff


@pytest.fixture
def hana(in_own_school, school_id):
    with in_own_school(school_id) as session:
        return make_staff(session, Role.HEAD, name="Hana Head", email="hana@school.example").id


@pytest.fixture
def required(in_own_school, school_id, hana) -> None:
    with in_own_school(school_id) as session:
        session.add(SignInPolicy(school_sign_in_required=True, named_heads=[hana]))


@pytest.fixture
def done(operator, school_id, perform):
    """Does all the jobs of that kind that were asked for."""

    def do(message: str) -> None:
        waiting = select(OutboxMessage.id).where(
            OutboxMessage.school_id == school_id,
            OutboxMessage.message == message,
            OutboxMessage.state == "queued",
        )
        found = operator.scalars(waiting).all()
        operator.rollback()
        for job_id in found:
            perform(job_id)

    return do


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def asked_by(in_own_school, school_id, person) -> None:
    with in_own_school(school_id) as session:
        links.ask_for_link(session, person, "")


def test_where_the_school_sign_in_is_required_links_go_to_guests_and_named_heads_and_nobody_else(
    in_own_school, school_id, required, done, smtp_server
) -> None:
    with in_own_school(school_id) as session:
        make_staff(session, Role.HEAD, name="Other Head", email="other@school.example")
        make_staff(session, name="Ann", email="ann@school.example")
        make_guest(session, until=date(2099, 1, 1), name="Gita Guest").email = "gita@elsewhere.example"
    everybody = [
        "hana@school.example",
        "other@school.example",
        "ann@school.example",
        "gita@elsewhere.example",
    ]
    for address in everybody:
        asked_by(in_own_school, school_id, address)
    done("sign_in.send_link")
    with_link = {
        str(mail["To"]).partition("<")[2].rstrip(">")
        for mail in smtp_server.messages
        if "/sign-in/link/" in text_of(mail)
    }
    assert with_link == {"hana@school.example", "gita@elsewhere.example"}
    assert len(smtp_server.messages) == 4, "the others are shown the right door"


def test_an_invitation_leads_to_the_schools_door_where_that_is_required(
    in_own_school, school_id, required, done, smtp_server
) -> None:
    with in_own_school(school_id) as session:
        ask(session, InviteStaff(make_staff(session, email="new@school.example").id))
    done("sign_in.invite_staff")
    (mail,) = smtp_server.messages
    assert re.search(r"/schools/[\w-]+/sign-in\b", text_of(mail))
    assert "/sign-in/link/" not in text_of(mail)


def test_a_head_is_asked_to_switch_on_with_a_link_to_the_page(
    in_own_school, school_id, hana, done, smtp_server
) -> None:
    with in_own_school(school_id) as session:
        connection = make_connection(session, "https://accounts.oak.example", "secret", enabled_at=None)
        ivy = acting(session, make_staff(session, Role.IT_LEAD, name="Ivy Lead"))
        trials.note_outcome(session, ivy, connection, connection.version, PASSED)
        trials.ask_for_switching_on(session, ivy, connection)
        path = f"/school-sign-in/{connection.id}"
    done("sign_in.ask_switch_on")
    (mail,) = smtp_server.messages
    assert "hana@school.example" in str(mail["To"])
    assert "Ivy Lead has set up" in text_of(mail)
    assert path in text_of(mail)


def test_nobody_is_asked_for_what_was_changed_since(
    in_own_school, school_id, hana, done, smtp_server
) -> None:
    with in_own_school(school_id) as session:
        connection = make_connection(session, "https://accounts.oak.example", "secret", enabled_at=None)
        ivy = acting(session, make_staff(session, Role.IT_LEAD))
        trials.note_outcome(session, ivy, connection, connection.version, PASSED)
        trials.ask_for_switching_on(session, ivy, connection)
        connection.version += 1
    done("sign_in.ask_switch_on")
    assert smtp_server.messages == []


def test_every_head_hears_of_the_emergency_door(in_own_school, school_id, hana, done, smtp_server) -> None:
    with in_own_school(school_id) as session:
        ask(session, TellEmergencyDoor(hana, hana))
        mentor = make_staff(session, Role.MENTOR).id
        ask(session, TellEmergencyDoor(hana, mentor))
    done("sign_in.tell_emergency_door")
    (mail,) = smtp_server.messages
    assert str(mail["Subject"]) == "Hana Head signed in by the emergency link"


def test_a_secret_that_runs_out_is_told_of_and_one_that_was_renewed_is_not(
    in_own_school, school_id, hana, done, smtp_server
) -> None:
    with in_own_school(school_id) as session:
        kept = make_connection(session, "https://accounts.oak.example", "secret")
        renewed = make_connection(session, "https://accounts.elm.example", "secret")
        for one in (kept, renewed):
            one.secret_expires_on = clock.today() + timedelta(days=20)
        ask(session, RemindOfSecrets())
        later = renewed.id
    done("sign_in.remind_of_secrets")
    with in_own_school(school_id) as session:
        from_now = clock.today() + timedelta(days=700)
        session.get_one(type(renewed), (school_id, later)).secret_expires_on = from_now
    done("sign_in.tell_secret_runs_out")
    (mail,) = smtp_server.messages
    assert "runs out on" in str(mail["Subject"])
    assert "/settings" in text_of(mail)
