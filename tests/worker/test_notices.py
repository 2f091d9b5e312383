"""Security notices, sent for real: to whom, and what they say."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.history import record
from tenants.base.outbox import JobState, OutboxMessage
from tenants.outside.outbound import Outbound
from tenants.sign_in import staff_changes
from tenants.sign_in.actions import connections, policies, signing_out
from tenants.sign_in.actions.forgetting import forget
from tenants.sign_in.browsers import Browser
from tenants.sign_in.models import Door
from tenants.sign_in.notices import tell
from tenants.sign_in.policy_rules import Policies
from tenants.sign_in.rules import ConnectionDetails
from tenants.sign_in.sessions import begin_session
from tenants.staff.actions.roles import grant_role, take_role
from tenants.staff.models import Staff
from tenants.staff.rules.people import Particulars
from tests.factories.connections import TESTED, make_connection
from tests.factories.staff import acting, make_staff
from worker.runtime import perform

Sent = Callable[[], dict[str, str]]
Deed = Callable[[Session, Actor], None]

ISSUER = "https://login.example"


@pytest.fixture
def ann(in_own_school, school_id) -> Staff:
    with in_own_school(school_id) as session:
        return make_staff(session, name="Ann Reed", email="ann@school.example")


@pytest.fixture
def head(in_own_school, school_id) -> Staff:
    with in_own_school(school_id) as session:
        return make_staff(session, Role.HEAD, name="Helen Head", email="head@school.example")


@pytest.fixture
def sent(house, in_own_school, school_id, smtp_server) -> Sent:
    """Does every job, and returns the mails by their reader's address."""

    def do() -> dict[str, str]:
        with in_own_school(school_id) as session:
            jobs = session.scalars(select(OutboxMessage.id)).all()
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = JobState.SENT.value
            perform(house, job_id)
        with house.operator() as session:
            assert set(session.scalars(select(OutboxMessage.state))) <= {JobState.DONE}
        return {mail["To"].addresses[0].addr_spec: _text(mail) for mail in smtp_server.messages}

    return do


def _text(mail) -> str:
    return f"{mail['Subject']}\n{' '.join(mail.get_body(('plain',)).get_content().split())}"


def test_a_new_browser_is_told_with_its_words_and_no_link_signs_in(
    in_own_school, school_id, ann, sent: Sent
) -> None:
    with in_own_school(school_id) as session:
        for browser in (Browser("Chrome on Windows", "a"), Browser("Safari on iPhone", "b")):
            begin_session(session, ann.id, Door.PASSKEY, browser)
    letter = sent()["ann@school.example"]
    assert "Safari on iPhone, by a passkey" in letter
    assert "/your-account" in letter
    assert "/sign-in/link/" not in letter


@pytest.mark.parametrize("deed", ["passkey:add", "passkey:remove", "passkey:copied", "session:end_all"])
def test_each_deed_has_its_letter(in_own_school, school_id, ann, sent: Sent, deed: str) -> None:
    with in_own_school(school_id) as session:
        tell(session, ann.id, record(session, acting(session, ann), deed))
    assert "/your-account" in sent()["ann@school.example"]


def test_signing_out_everywhere_is_told(in_own_school, school_id, ann, sent: Sent) -> None:
    with in_own_school(school_id) as session:
        signing_out.sign_out_everywhere(session, acting(session, ann))
    assert "signed out everywhere" in sent()["ann@school.example"]


def test_a_leaver_is_told_nothing_more(in_own_school, school_id, ann, sent: Sent) -> None:
    with in_own_school(school_id) as session:
        tell(session, ann.id, record(session, acting(session, ann), "session:end_all"))
        session.get_one(Staff, (school_id, ann.id)).deactivated_at = clock.now()
    assert sent() == {}


def test_a_role_is_told_with_who_gave_it(in_own_school, school_id, ann, head, sent: Sent) -> None:
    with in_own_school(school_id) as session:
        grant_role(session, acting(session, head), session.merge(ann), Role.IT_LEAD)
    letter = sent()["ann@school.example"]
    assert "role of IT lead" in letter
    assert "Helen Head" in letter


def test_a_role_that_was_taken_again_is_not_told(in_own_school, school_id, ann, head, sent: Sent) -> None:
    with in_own_school(school_id) as session:
        actor, person = acting(session, head), session.merge(ann)
        grant_role(session, actor, person, Role.IT_LEAD)
        take_role(session, actor, person, Role.IT_LEAD)
    assert sent() == {}


@pytest.fixture
def moved(in_own_school, school_id, ann, head) -> None:
    with in_own_school(school_id) as session:
        given = Particulars("Ann Reed", "reed@school.example")
        staff_changes.change_member(
            session, acting(session, head), session.merge(ann), given, manager_outside=False, version=1
        )


def test_a_changed_address_is_told_at_both(moved, sent: Sent) -> None:
    letters = sent()
    assert "ann@school.example" in letters["reed@school.example"]
    assert "no longer signs you in" in letters["ann@school.example"]
    assert "reed@school.example" not in letters["ann@school.example"]


def test_former_addresses_are_forgotten(in_own_school, school_id, moved, sent: Sent, real_clock) -> None:
    clock.move_by(timedelta(days=15))
    with in_own_school(school_id) as session:
        forget(session)
    assert sent() == {}


def switch_on(session, actor: Actor) -> None:
    connection = make_connection(session, ISSUER, "secret", enabled_at=None, **TESTED)
    connections.switch_on(session, actor, connection)


def switch_off(session, actor: Actor) -> None:
    connections.switch_off(session, actor, make_connection(session, ISSUER, "secret"))


def change(session, actor: Actor) -> None:
    connection = make_connection(session, ISSUER, "secret")
    given = ConnectionDetails("lectern", issuer=ISSUER, name="School account")
    connections.change_details(session, actor, connection, given, version=1, outbound=Outbound())


def decide(session, actor: Actor) -> None:
    policies.change(session, actor, Policies(idle_minutes=30), version=1)


@pytest.mark.parametrize(
    ("deed", "subject", "words"),
    [
        (switch_on, "was switched on", "switched the school sign-in on"),
        (switch_off, "was switched off", "switched the school sign-in off"),
        (change, "were changed", "changed the settings of the school sign-in"),
        (decide, "How people sign in at", "changed what your school has decided about signing in"),
    ],
)
def test_who_is_a_head_when_the_letter_goes_is_told_what_was_done_to_the_school_sign_in(
    in_own_school, school_id, head, sent: Sent, deed: Deed, subject: str, words: str
) -> None:
    with in_own_school(school_id) as session:
        second = make_staff(session, Role.HEAD, name="Dina Second", email="second@school.example")
        former = make_staff(session, Role.HEAD)
        actor = acting(session, second)
        deed(session, actor)
        take_role(session, actor, former, Role.HEAD)
    letters = sent()
    assert set(letters) == {"head@school.example", "second@school.example"}
    other, own = letters["head@school.example"], letters["second@school.example"]
    assert subject in other.splitlines()[0]
    assert f"Hello Helen Head, Dina Second {words}" in other
    assert "/school-sign-in You get this email because you are a headteacher" in other
    assert "ask Dina Second." in other
    assert f"Hello Dina Second, You {words}" in own
    assert "If it was not you" in own
