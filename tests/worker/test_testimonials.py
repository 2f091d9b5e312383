"""Letters about testimonials, sent for real: who gets them is decided when they go."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage, ask
from tenants.cohorts.actions.places import withdraw
from tenants.standards.actions import publish_editions
from tenants.testimonials import queries
from tenants.testimonials.actions import asking, writing
from tenants.testimonials.jobs import LookAfterRequests
from tenants.testimonials.queries import testimonial
from tenants.testimonials.rules import Said
from tests.factories.portfolios import candidate_actor, make_place
from tests.factories.staff import acting, make_staff
from worker.runtime import perform

SAID = Said("Ola Berg", "Head of science", "We plan together.", (7,), "Her questions changed my team.")


@pytest.fixture
def place(operator, in_own_school, school_id):
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        return make_place(session)


@pytest.fixture
def one(place, in_own_school, school_id):
    with in_own_school(school_id) as session:
        me = candidate_actor(session, place)
        return asking.ask(session, me, place.id, "Ola Berg", "ola@ash.example", "What changed?", {7})


@pytest.fixture
def sent(house, in_own_school, school_id, smtp_server):
    """Does every job of testimonials that waits, and returns the letters that went since."""

    def do() -> list:
        before = len(smtp_server.messages)
        with in_own_school(school_id) as session:
            waiting = select(OutboxMessage).where(
                OutboxMessage.message.like("testimonials.%"), OutboxMessage.state == "queued"
            )
            jobs = [job.id for job in session.scalars(waiting)]
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = "sent"
            perform(house, job_id)
        return smtp_server.messages[before:]

    return do


def token_in(letter) -> str:
    link = re.search(r"https://lectern\.example\S+", letter.get_body(("plain",)).get_content())
    assert link
    return urlsplit(link[0]).path.rpartition("/")[2]


def test_the_letter_speaks_for_the_candidate_and_opens_the_request(
    place, one, sent, in_own_school, school_id
) -> None:
    (letter,) = sent()
    assert letter["To"].addresses[0].addr_spec == "ola@ash.example"
    assert letter["Reply-To"].addresses[0].addr_spec == place.person.email
    text = letter.get_body(("plain",)).get_content()
    assert "“What changed?”" in text
    with in_own_school(school_id) as session:
        found = queries.opened(session, token_in(letter))
        assert found is not None
        assert found.testimonial.id == one.id
        assert token_in(letter) not in str(session.scalars(select(OutboxMessage.payload)).all())


def test_an_earlier_letters_link_opens_after_a_reminder(one, sent, in_own_school, school_id) -> None:
    (letter,) = sent()
    with in_own_school(school_id) as session:
        asking.send_reminder(session, testimonial(session, one.id))
    (reminder,) = sent()
    with in_own_school(school_id) as session:
        assert all(queries.opened(session, token_in(each)) for each in (letter, reminder))


def test_no_letter_goes_for_a_request_that_was_taken_back_or_to_who_wants_none(
    place, one, sent, in_own_school, school_id
) -> None:
    with in_own_school(school_id) as session:
        asking.withdraw(session, candidate_actor(session, place), testimonial(session, one.id))
    assert sent() == []


def test_the_candidate_is_told_what_came_and_what_did_not(place, one, sent, in_own_school, school_id) -> None:
    (letter,) = sent()
    with in_own_school(school_id) as session:
        me = candidate_actor(session, place)
        other = asking.ask(session, me, place.id, "Ida Voss", "ida@ash.example", "Would you?", set())
        other.open_until = clock.today() - timedelta(days=1)
        opened = queries.opened(session, token_in(letter))
        writing.save_draft(session, opened, SAID, writing.begin(session, opened).version)
        writing.send(session, opened)
        ask(session, LookAfterRequests())
    letters = [*sent(), *sent()]
    assert {"Ola Berg has sent your testimonial", "Ida Voss has not answered in time"} <= {
        each["Subject"] for each in letters
    }
    with in_own_school(school_id) as session:
        assert testimonial(session, other.id).state == "expired"


@pytest.fixture
def by_link(one, sent, in_own_school, school_id):
    """Does what a writer does who has followed the link of the first letter."""
    (letter,) = sent()

    def act(*deeds) -> None:
        with in_own_school(school_id) as session:
            for deed in deeds:
                deed(session, queries.opened(session, token_in(letter)))
                session.flush()

    return act


def begin(session, opened) -> None:
    writing.save_draft(session, opened, SAID, writing.begin(session, opened).version)


def put_right(session, opened) -> None:
    better = replace(SAID, body="Her questions changed my whole team.")
    writing.save_draft(session, opened, better, opened.draft.version)
    writing.send(session, opened)


def remind(session, opened) -> None:
    asking.send_reminder(session, opened.testimonial)


def say_no(session, opened) -> None:
    writing.decline(session, opened, "I have seen too little.")


def send(session, opened) -> None:
    writing.send(session, opened)


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize(
    ("first", "deed", "to", "subject", "words"),
    [
        ((), say_no, "me", "Ola Berg can't write a testimonial for you", "You can ask somebody else."),
        ((begin, send), put_right, "me", "Ola Berg has changed your testimonial", "put something right"),
        ((begin,), remind, "writer", "Your testimonial for ME is not sent yet", "works until UNTIL."),
    ],
)
def test_each_hears_what_the_other_did_while_the_place_is_the_candidates(
    place, one, by_link, sent, in_own_school, school_id, first, deed, to, subject, words, keeps: bool
) -> None:
    by_link(*first)
    sent()
    by_link(deed)
    with in_own_school(school_id) as session:
        until = testimonial(session, one.id).open_until
        if not keeps:
            head = acting(session, make_staff(session, Role.HEAD))
            withdraw(session, head, session.merge(place.candidate), "She moves away.")
    letters = sent()
    assert len(letters) == keeps
    for letter in letters:
        text = " ".join(letter.get_body(("plain",)).get_content().split())
        reader = {"me": place.person.email, "writer": "ola@ash.example"}[to]
        assert letter["To"].addresses[0].addr_spec == reader
        assert letter["Subject"] == subject.replace("ME", place.person.name)
        assert words.replace("UNTIL", f"{until.day} {until:%B %Y}") in text
        assert (f"/testimonials/{one.id} --" if to == "me" else "/testimonials/link/") in text
        assert "I have seen too little" not in text
