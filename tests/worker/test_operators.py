"""Jobs of the operator's: links go to operators alone, and heads are made in their school."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.days import moment_in_words
from tenants.base.outbox import JobState, OutboxMessage
from tenants.enquiries.actions import Told, tell_interest
from tenants.enquiries.actions import forget as forget_interests
from tenants.enquiries.models import Interest
from tenants.enquiries.rules import InterestFor
from tenants.operators.actions.accounts import create_operator, remove_operator, reset_app
from tenants.operators.actions.doors import ask_for_link
from tenants.operators.actions.forgetting import forget
from tenants.operators.actions.schools import NewSchool, create_school, resume, suspend
from tenants.operators.actions.visits import enter, open_visit
from tenants.operators.history import note
from tenants.operators.models import (
    OperatorDoor,
    OperatorLink,
    OperatorPasskeyChallenge,
    SchoolInvitation,
    SupportVisit,
)
from tenants.operators.notices import tell
from tenants.operators.sessions import SignedIn, begin
from tenants.schools.models import School
from tenants.sign_in.browsers import Browser
from tenants.sign_in.models import Door, SignInLink, SignInSession
from tenants.sign_in.sessions import begin_session
from tenants.staff.actions.roles import take_role
from tenants.staff.models import Staff
from tenants.staff.queries import known
from tests.factories.operators import make_operator
from tests.factories.staff import acting, make_staff
from worker.operators import NOTICES
from worker.runtime import perform


@pytest.fixture
def run(house):
    """Does every job that waits, and those that they ask for; gives their states."""

    def through(rounds: int = 5) -> list[str]:
        states = []
        for _ in range(rounds):
            with house.operator() as session:
                waiting = session.scalars(
                    select(OutboxMessage.id).where(OutboxMessage.state == JobState.QUEUED.value)
                ).all()
            for job_id in waiting:
                with house.operator.begin() as session:
                    session.execute(
                        update(OutboxMessage).where(OutboxMessage.id == job_id).values(state="sent")
                    )
                perform(house, job_id)
                with house.operator() as session:
                    states.append(session.get_one(OutboxMessage, job_id).state)
        return states

    return through


@pytest.fixture
def who(operator) -> SignedIn:
    made = make_operator(operator)
    return SignedIn(made.id, made.name, made.email, made.id, clock.now(), clock.now(), "")


def test_an_operator_gets_a_link(operator, run, smtp_server, who) -> None:
    ask_for_link(operator, who.email.upper(), "/operator/jobs")
    operator.commit()
    assert run() == ["done"]
    (mail,) = smtp_server.messages
    assert who.email in str(mail["To"])
    text = mail.get_body(("plain",)).get_content()
    assert "https://lectern.example/operator/sign-in/link/" in text
    assert "Sent by Lectern" in text.splitlines()


def letter(mail) -> str:
    return f"{mail['Subject']} {' '.join(mail.get_body(('plain',)).get_content().split())}"


@pytest.mark.parametrize("deed", sorted(set(NOTICES) - {"operator:new_browser"}))
def test_each_deed_about_an_operators_sign_in_has_its_letter(operator, run, smtp_server, who, deed) -> None:
    tell(operator, who.id, note(operator, who.id, deed))
    operator.commit()
    assert run() == ["done"]
    (mail,) = smtp_server.messages
    assert mail["To"].addresses[0].addr_spec == who.email
    assert "https://lectern.example/operator/your-sign-in" in letter(mail)
    assert "/sign-in/link/" not in letter(mail)


def test_an_operator_is_told_of_a_new_browser_in_its_words(operator, run, smtp_server, who) -> None:
    for browser in (Browser("Chrome on Windows", "a"), Browser("Safari on iPhone", "b")):
        begin(operator, who.id, OperatorDoor.RECOVERY, browser)
    operator.commit()
    assert run() == ["done"]
    (mail,) = smtp_server.messages
    assert "Safari on iPhone, by a link by email and a recovery code" in letter(mail)


def test_a_reset_at_the_console_is_told(operator, run, smtp_server, who) -> None:
    reset_app(operator, who.email)
    operator.commit()
    assert run() == ["done"]
    assert "reset" in letter(smtp_server.messages[0])


def test_an_operator_who_was_removed_is_told_nothing_more(operator, run, smtp_server, who) -> None:
    tell(operator, who.id, note(operator, who.id, "operator:passkey_add"))
    remove_operator(operator, who.email)
    operator.commit()
    assert run() == ["done"]
    assert smtp_server.messages == []


def test_nobody_else_gets_one(operator, run, smtp_server) -> None:
    ask_for_link(operator, "nobody@lectern.example", "")
    operator.commit()
    assert run() == ["done"]
    assert smtp_server.messages == []


def test_a_link_that_is_sent_twice_is_one_link(operator, run, smtp_server, who, house) -> None:
    """The second letter, after a crash, carries a new token, and the first is worth nothing."""
    ask_for_link(operator, who.email, "")
    operator.commit()
    run()
    with house.operator.begin() as session:
        session.execute(update(OutboxMessage).values(state=JobState.QUEUED.value))
    run()
    operator.rollback()
    assert len(operator.scalars(select(OperatorLink)).all()) == 1
    assert len(smtp_server.messages) == 2


def test_a_new_schools_head_is_made_and_invited(operator, run, smtp_server, who, in_own_school) -> None:
    given = NewSchool("Larkhill", "larkhill", None, None, 5, "Devinder Sahota", "head@larkhill.example")
    school = create_school(operator, who, given)
    operator.commit()
    assert run() == ["done", "done"]
    (mail,) = smtp_server.messages
    assert "head@larkhill.example" in str(mail["To"])
    assert "/schools/larkhill/sign-in/link/" in mail.get_body(("plain",)).get_content()
    with in_own_school(school.id) as session:
        assert [one.head for one in known(session)] == [True]
        assert len(session.scalars(select(SignInLink)).all()) == 1
    operator.rollback()
    invitation = operator.scalars(select(SchoolInvitation)).one()
    assert (invitation.done_at is not None, invitation.problem) == (True, None)


def test_a_head_is_made_once_however_often_the_job_runs(
    operator, run, smtp_server, who, house, in_own_school
) -> None:
    given = NewSchool("Larkhill", "larkhill", None, None, 5, "Devinder Sahota", "head@larkhill.example")
    school = create_school(operator, who, given)
    operator.commit()
    run()
    with house.operator.begin() as session:
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.message == "operators.welcome_head")
            .values(state=JobState.QUEUED.value)
        )
    run()
    assert len(smtp_server.messages) == 1
    with in_own_school(school.id) as session:
        assert len(known(session)) == 1


def test_the_sessions_of_a_suspended_school_end(operator, run, who, school_id, in_own_school) -> None:
    with in_own_school(school_id) as session:
        begin_session(session, make_staff(session).id, Door.LINK)
    suspend(operator, who, operator.get_one(School, school_id), "Because.")
    operator.commit()
    assert run() == ["done"]
    with in_own_school(school_id) as session:
        assert session.scalars(select(SignInSession)).one().ended_at is not None


@pytest.fixture
def heads(in_own_school, school_id) -> list[Staff]:
    with in_own_school(school_id) as session:
        make_staff(session, Role.DEPUTY, email="deputy@school.example")
        return [
            make_staff(session, Role.HEAD, name="Helen Head", email=f"head{n}@school.example") for n in (1, 2)
        ]


def sent_to(smtp_server) -> dict[str, str]:
    return {mail["To"].addresses[0].addr_spec: letter(mail) for mail in smtp_server.messages}


def test_heads_are_told_that_their_school_is_suspended_and_open_again_and_why(
    operator, run, smtp_server, who, school_id, heads
) -> None:
    school = operator.get_one(School, school_id)
    suspend(operator, who, school, "The subscription ran out.\n\n--- Pay here")
    operator.commit()
    assert set(run()) == {"done"}
    letters = sent_to(smtp_server)
    assert set(letters) == {head.email for head in heads}
    assert "is suspended" in letters[heads[0].email]
    assert "The reason they gave: The subscription ran out. --- Pay here" in letters[heads[0].email]
    smtp_server.messages.clear()
    resume(operator, who, school, "Paid.")
    operator.commit()
    assert set(run()) == {"done"}
    assert "The reason they gave: Paid." in sent_to(smtp_server)[heads[1].email]


@pytest.fixture
def visit_id(in_own_school, school_id, heads) -> UUID:
    with in_own_school(school_id) as session:
        opened = open_visit(session, acting(session, heads[0]), "4h", "Our calendar looks wrong.")
        return opened.id


def test_heads_get_a_receipt_when_support_goes_in_and_one_an_operator(
    operator, run, smtp_server, who, heads, visit_id
) -> None:
    visit = operator.get_one(SupportVisit, visit_id)
    enter(operator, who, visit)
    enter(operator, who, visit)
    operator.commit()
    assert set(run()) == {"done"}
    assert len(smtp_server.messages) == len(heads)
    receipt = sent_to(smtp_server)[heads[1].email]
    assert f"{who.name} of the accrediting body went into your school's space" in receipt
    assert f"until {moment_in_words(visit.ends_at)}" in receipt
    assert "Helen Head opened the school to them, and asked: Our calendar looks wrong." in receipt
    assert f"/support/{visit_id}" in receipt


@pytest.mark.parametrize("gone", ["role", "work"])
def test_who_is_no_head_by_the_time_the_mail_goes_is_told_nothing(
    operator, run, smtp_server, who, school_id, heads, visit_id, in_own_school, gone
) -> None:
    """Asked for while both were heads; one of them is none when it is sent."""
    suspend(operator, who, operator.get_one(School, school_id), "x")
    enter(operator, who, operator.get_one(SupportVisit, visit_id))
    operator.commit()
    run(rounds=1)
    with in_own_school(school_id) as session:
        if gone == "work":
            session.get_one(Staff, (school_id, heads[0].id)).deactivated_at = clock.now()
        else:
            take_role(session, acting(session, heads[1]), session.merge(heads[0]), Role.HEAD)
    run()
    assert set(sent_to(smtp_server)) == {heads[1].email}


def test_who_is_interested_is_asked_whether_it_is_them(house, run, smtp_server, school_id) -> None:
    with house.app.begin() as session:
        tell_interest(
            session,
            Told(
                "Buy now!", "Eluned@School.example", "St B", InterestFor.SCHOOL, None, "https://spam.example"
            ),
        )
    assert run() == ["done"]
    (mail,) = smtp_server.messages
    text = mail.get_body(("plain",)).get_content()
    assert str(mail["To"]) == "eluned@school.example"
    assert "/get-involved/confirm/" in text
    assert "Buy now" not in mail.as_string()
    assert "spam.example" not in mail.as_string()


def test_what_is_over_is_forgotten(operator, run, house, who) -> None:
    ask_for_link(operator, who.email, "")
    old = clock.now() - timedelta(days=20)
    operator.add(Interest(name="x", email="x@y.example", school_name="x", asks_for="school", asked_at=old))
    operator.add(OperatorPasskeyChallenge(secret=b"x", browser_hash=b"x", asked_at=old))
    operator.commit()
    operator.execute(update(OperatorLink).values(asked_at=old))
    forget(operator)
    forget_interests(operator)
    operator.commit()
    assert operator.scalars(select(OperatorLink)).all() == []
    assert operator.scalars(select(OperatorPasskeyChallenge)).all() == []
    assert operator.scalars(select(Interest)).all() == []


def test_made_again_an_operator_keeps_what_they_had(operator) -> None:
    first = create_operator(operator, "Ada Lovelace", "Ada@lectern.example")
    again = create_operator(operator, "Ada Lovelace", "ada@LECTERN.example")
    assert first.id == again.id
