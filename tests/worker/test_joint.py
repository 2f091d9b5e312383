"""Letters about a group’s hand-in: who is asked to sign, who gets a receipt, who is told that it went without them."""

import pytest
from sqlalchemy import select

from tenants.base.outbox import OutboxMessage, ask
from tenants.portfolios.actions.joint import drop, open_hand_in, send, sign
from tenants.portfolios.jobs import AskSignatureAgain
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.joint import joint
from tenants.standards.actions import publish_editions
from tests.factories.groups import make_contribution, make_group, make_pooled
from tests.factories.portfolios import candidate_actor, make_claim, make_item, make_place
from tests.factories.submissions import DECLARED, hand_in, make_head, make_open_cohort
from worker.runtime import perform


@pytest.fixture
def work(operator, in_own_school, school_id):
    """A group of three who are ready, with a hand-in open."""
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        make_head(session)
        asks = {"groups": {"own_items": 1, "confirmed": 0}}
        cohort = make_open_cohort(session, minimum_items=1, minimum_presentations=0, asks=asks)
        places = [make_place(session, cohort=cohort) for _ in range(3)]
        for place in places:
            for item in (make_item(session, place.candidate), make_item(session, place.candidate)):
                for number in range(1, 11):
                    make_claim(session, item, number)
        group = make_group(session, [one.candidate for one in places])
        shared = make_pooled(session, group)
        for which, place in enumerate(places):
            make_contribution(session, shared, place.candidate, confirmed_by=places[which - 1].candidate)
        found = open_hand_in(session, candidate_actor(session, places[0]), group)
        return places, found.id


@pytest.fixture
def sent(house, in_own_school, school_id, smtp_server):
    """Does every job with this message, and returns the mails by their reader's address."""

    def do(name: str) -> dict[str, str]:
        smtp_server.messages.clear()
        with in_own_school(school_id) as session:
            jobs = session.scalars(select(OutboxMessage.id).where(OutboxMessage.message == name)).all()
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = "sent"
            perform(house, job_id)
        return {
            mail["To"].addresses[0].addr_spec: mail.get_body(("plain",)).get_content()
            for mail in smtp_server.messages
        }

    return do


def test_the_others_are_asked_to_sign(work, sent) -> None:
    places, _ = work
    mails = sent("portfolios.ask_signature")
    assert set(mails) == {one.person.email for one in places[1:]}
    assert all("The talk group" in text and "/hand-in" in text for text in mails.values())


def test_nobody_is_asked_any_more_once_it_is_dropped(work, sent, in_own_school, school_id) -> None:
    places, joint_id = work
    with in_own_school(school_id) as session:
        drop(session, candidate_actor(session, places[0]), joint(session, joint_id))
    assert sent("portfolios.ask_signature") == {}


def test_who_signed_gets_a_receipt_and_who_did_not_is_told(work, sent, in_own_school, school_id) -> None:
    places, joint_id = work
    with in_own_school(school_id) as session:
        for place in places[:2]:
            sign(session, candidate_actor(session, place), joint(session, joint_id), DECLARED)
        receipts = {
            one.staff_id: one.receipt
            for one in send(session, candidate_actor(session, places[0]), joint(session, joint_id))
        }
    mails = sent("portfolios.tell_sent_together")
    assert {one.person.email for one in places[:2]} == set(mails)
    assert all(receipts[one.person.id] in mails[one.person.email] for one in places[:2])
    told = sent("portfolios.tell_sent_without")
    assert set(told) == {places[2].person.email}
    assert "/readiness" in told[places[2].person.email]


def test_who_handed_in_alone_meanwhile_is_not_told(work, sent, in_own_school, school_id) -> None:
    places, joint_id = work
    with in_own_school(school_id) as session:
        for place in places[:2]:
            sign(session, candidate_actor(session, place), joint(session, joint_id), DECLARED)
        send(session, candidate_actor(session, places[0]), joint(session, joint_id))
        hand_in(session, places[2])
    assert sent("portfolios.tell_sent_without") == {}


def test_who_is_not_ready_any_more_is_asked_to_sign_again_and_told_why(
    work, sent, in_own_school, school_id
) -> None:
    places, joint_id = work
    with in_own_school(school_id) as session:
        for place in places[:2]:
            sign(session, candidate_actor(session, place), joint(session, joint_id), DECLARED)
        for item in session.scalars(select(Evidence).where(Evidence.candidate_id == places[0].id)):
            item.title, item.draft = "A secret title", True
        session.flush()
        assert not sign(session, candidate_actor(session, places[2]), joint(session, joint_id), DECLARED)
    mails = sent("portfolios.ask_signature_again")
    assert set(mails) == {places[0].person.email}
    text = mails[places[0].person.email]
    assert "What is missing now: Standard 1" in text
    assert "/hand-in" in text
    assert "A secret title" not in text


def test_who_is_ready_again_reads_that_only_the_signature_is_missing(
    work, sent, in_own_school, school_id
) -> None:
    places, joint_id = work
    with in_own_school(school_id) as session:
        ask(session, AskSignatureAgain(joint_id, places[1].id))
    assert "Your portfolio is ready again." in sent("portfolios.ask_signature_again")[places[1].person.email]


def test_who_has_signed_again_already_is_not_asked(work, sent, in_own_school, school_id) -> None:
    places, joint_id = work
    with in_own_school(school_id) as session:
        ask(session, AskSignatureAgain(joint_id, places[1].id))
        sign(session, candidate_actor(session, places[1]), joint(session, joint_id), DECLARED)
    assert sent("portfolios.ask_signature_again") == {}
