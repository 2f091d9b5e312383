"""Letters about who stands in for a headteacher, sent for real."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.days import day_in_words
from tenants.base.outbox import OutboxMessage
from tenants.base.platform import ClockSetting
from tenants.staff.actions.roles import take_role
from tenants.staff.actions.standing_in import hand_over
from tenants.staff.rules.roles import FORTNIGHT
from tests.factories.staff import acting, make_staff
from worker.runtime import perform


@pytest.fixture
def pair(in_own_school, school_id):
    with in_own_school(school_id) as session:
        return make_staff(session, Role.HEAD, name="Hana Head"), make_staff(session, name="Dina Deputy")


@pytest.fixture
def handed(pair, in_own_school, school_id):
    def do(since=None, until=None) -> None:
        today = clock.today()
        with in_own_school(school_id) as session:
            head, deputy = (session.merge(one) for one in pair)
            hand_over(session, acting(session, head), deputy, since or today, until or today + FORTNIGHT)

    return do


@pytest.fixture
def sent(house, in_own_school, school_id, smtp_server):
    def do(name: str) -> dict[str, str]:
        smtp_server.messages.clear()
        with in_own_school(school_id) as session:
            jobs = session.scalars(
                select(OutboxMessage.id).where(OutboxMessage.message == name, OutboxMessage.state == "queued")
            ).all()
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = "sent"
            perform(house, job_id)
        return {mail["To"].addresses[0].addr_spec: _text(mail) for mail in smtp_server.messages}

    return do


def _text(mail) -> str:
    return " ".join(f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}".split())


def test_both_get_a_letter_with_the_days(pair, handed, sent) -> None:
    handed()
    letters = sent("staff.tell_handed_over")
    head, deputy = pair
    last = clock.today() + FORTNIGHT
    assert set(letters) == {head.email, deputy.email}
    assert "You stand in for Hana Head" in letters[deputy.email]
    assert "Dina Deputy stands in for you" in letters[head.email]
    assert all(day_in_words(last) in letter for letter in letters.values())
    assert "/hand-over" in letters[head.email]
    assert "/hand-over" not in letters[deputy.email]


def test_a_letter_about_days_that_were_changed_meanwhile_is_not_sent(handed, sent) -> None:
    handed()
    handed(until=clock.today() + timedelta(days=2))
    letters = sent("staff.tell_handed_over")
    assert len(letters) == 2
    assert not any(day_in_words(clock.today() + FORTNIGHT) in letter for letter in letters.values())


def test_what_was_taken_back_is_told_to_nobody(pair, handed, in_own_school, school_id, sent) -> None:
    handed()
    with in_own_school(school_id) as session:
        head, deputy = (session.merge(one) for one in pair)
        take_role(session, acting(session, head), deputy, Role.DEPUTY)
    assert sent("staff.tell_handed_over") == {}
    assert sent("staff.tell_handed_back") == {}


def test_both_hear_that_it_is_over_and_not_before(pair, handed, operator, sent, real_clock) -> None:
    handed()
    assert sent("staff.tell_handed_back") == {}
    handed()
    operator.add(ClockSetting(id=1, offset_seconds=int((FORTNIGHT + timedelta(days=1)).total_seconds())))
    operator.commit()
    letters = sent("staff.tell_handed_back")
    head, deputy = pair
    assert "You no longer stand in for Hana Head" in letters[deputy.email]
    assert "Dina Deputy no longer stands in for you" in letters[head.email]
