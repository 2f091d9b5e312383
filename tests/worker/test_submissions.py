"""Mail about submitted portfolios, sent for real: who gets it is decided when it goes."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage
from tenants.cohorts.rules import PlaceState
from tenants.portfolios.actions.endorsements import endorse, give_back
from tenants.portfolios.actions.files import remove_file
from tenants.portfolios.models import EvidenceFile
from tenants.portfolios.queries.files import held_file
from tenants.portfolios.queries.submissions import submission
from tenants.standards.actions import publish_editions
from tests.factories.portfolios import candidate_actor
from tests.factories.staff import acting, make_staff
from tests.factories.submissions import ENDORSED, hand_in, make_head, make_ready
from worker.runtime import perform


@pytest.fixture
def place(operator, in_own_school, school_id):
    publish_editions(operator)
    operator.commit()
    with in_own_school(school_id) as session:
        return make_ready(session)


@pytest.fixture
def head(in_own_school, school_id):
    with in_own_school(school_id) as session:
        return make_head(session)


@pytest.fixture
def made(place, head, in_own_school, school_id):
    with in_own_school(school_id) as session:
        return hand_in(session, place)


@pytest.fixture
def sent(house, in_own_school, school_id, smtp_server):
    """Does every job with this message, and returns the mails by their reader's address."""

    def do(name: str) -> dict[str, str]:
        with in_own_school(school_id) as session:
            jobs = session.scalars(select(OutboxMessage.id).where(OutboxMessage.message == name)).all()
        for job_id in jobs:
            with house.operator.begin() as session:
                session.get_one(OutboxMessage, job_id).state = "sent"
            perform(house, job_id)
        return {mail["To"].addresses[0].addr_spec: _text(mail) for mail in smtp_server.messages}

    return do


def _text(mail) -> str:
    return f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}"


def test_the_candidate_gets_the_receipt_and_every_head_is_asked(
    place, head, in_own_school, school_id, sent
) -> None:
    with in_own_school(school_id) as session:
        deputy = make_staff(session, Role.DEPUTY)
        made = hand_in(session, place)
    receipts = sent("portfolios.tell_submitted")
    assert list(receipts) == [place.person.email]
    assert made.receipt in receipts[place.person.email]
    assert f"/submissions/{made.id}/receipt" in receipts[place.person.email]
    asked = sent("portfolios.ask_endorsement")
    for reader in (head, deputy):
        assert place.person.name in asked[reader.email]
        assert f"/submissions/{made.id}" in asked[reader.email]


def test_letters_say_nothing_of_the_portfolio(made, place, sent) -> None:
    letters = sent("portfolios.tell_submitted") | sent("portfolios.ask_endorsement")
    assert len(letters) == 2
    assert not any("Peer coaching" in letter or "Reading notes" in letter for letter in letters.values())


def test_who_is_no_head_any_more_is_not_asked(made, head, in_own_school, school_id, sent) -> None:
    with in_own_school(school_id) as session:
        session.merge(head).deactivated_at = clock.now()
    assert sent("portfolios.ask_endorsement") == {}


def test_what_was_decided_meanwhile_is_not_asked(made, head, in_own_school, school_id, sent) -> None:
    with in_own_school(school_id) as session:
        endorse(session, acting(session, head), submission(session, made.id), ENDORSED)
    assert sent("portfolios.ask_endorsement") == {}


def test_a_place_given_up_meanwhile_is_not_asked_about(made, place, in_own_school, school_id, sent) -> None:
    with in_own_school(school_id) as session:
        session.merge(place.candidate).state = PlaceState.WITHDRAWN.value
    assert sent("portfolios.ask_endorsement") == {}


@pytest.mark.parametrize(
    ("deed", "name", "words", "path"),
    [
        (endorse, "portfolios.tell_endorsed", "is endorsed", "/submissions/"),
        (give_back, "portfolios.tell_returned", "has come back to you", "/readiness"),
    ],
)
def test_the_candidate_hears_of_the_heads_word_without_its_text(
    made, place, head, in_own_school, school_id, sent, deed, name, words, path
) -> None:
    with in_own_school(school_id) as session:
        deed(session, acting(session, head), submission(session, made.id), f"{ENDORSED} A private reason")
    letters = sent(name)
    assert words in letters[place.person.email]
    assert path in letters[place.person.email]
    assert "A private reason" not in letters[place.person.email]


def test_a_candidate_who_left_gets_no_letter(made, place, in_own_school, school_id, sent) -> None:
    with in_own_school(school_id) as session:
        session.merge(place.person).deactivated_at = clock.now() - timedelta(minutes=1)
    assert sent("portfolios.tell_submitted") == {}


def test_the_bytes_of_a_file_stay_while_a_submission_has_it(
    made, place, head, in_own_school, school_id, sent, house
) -> None:
    with in_own_school(school_id) as session:
        file = session.scalars(select(EvidenceFile)).one()
        house.tools.files.put(file.key, BytesIO(b"notes"), "")
        give_back(session, acting(session, head), submission(session, made.id), "Say more.")
    with in_own_school(school_id) as session:
        remove_file(session, candidate_actor(session, place), held_file(session, file.id))
    sent("portfolios.delete_file")
    assert house.tools.files.exists(file.key)
