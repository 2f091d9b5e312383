"""The door for passkeys, and who tries to come in by it with something that is almost one."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tenants.base import clock
from tenants.base.history import HistoryEntry
from tenants.base.outbox import OutboxMessage
from tenants.schools.queries import this_school
from tenants.sign_in.models import Door, Passkey, PasskeyChallenge, SignInPolicy, SignInSession
from tenants.staff.models import Staff
from tests.authenticator import Authenticator, Key, encoded
from tests.conftest import InSchool
from tests.factories.passkeys import make_passkey
from tests.factories.staff import make_guest, make_staff
from tests.web import Web

ORIGIN = "http://localhost"
REFUSED = "That passkey did not let you in"


@dataclass
class Doorstep:
    """Somebody with an authenticator in front of a school's door."""

    web: Web
    device: Authenticator

    def token(self) -> str:
        return str(self.web.page("/sign-in").tree.xpath("//form//input[@name='csrf_token']/@value")[0])

    def asked(self) -> dict[str, Any]:
        answer = self.web.client.post(
            self.web.address("/sign-in/passkey/challenge"), headers={"X-CSRFToken": self.token()}
        )
        assert answer.status_code == 200
        return answer.json

    def answer(self, asked: dict[str, Any], **lies: Any) -> TestResponse:
        return self.send(asked["challenge"], self.device.use(asked["options"], **lies))

    def send(self, challenge: str, answer: object) -> TestResponse:
        data = {"csrf_token": self.token(), "challenge": challenge, "answer": json.dumps(answer)}
        return self.web.client.post(self.web.address("/sign-in/passkey"), data=data)

    def knock(self, **lies: Any) -> TestResponse:
        return self.answer(self.asked(), **lies)

    @property
    def inside(self) -> bool:
        return self.web.get("/your-account").status_code == 200


def refused(step: Doorstep, answer: TestResponse) -> bool:
    """Led back to the doors, told so in words, and not let in."""
    assert answer.status_code == 303
    assert "/sign-in" in answer.location
    return REFUSED in step.web.page(answer.location.split("?")[0]).text and not step.inside


@pytest.fixture
def key() -> Key:
    return Key("localhost", b"")


@pytest.fixture
def person(in_school: InSchool, school_id: UUID, key: Key) -> Staff:
    with in_school(school_id) as session:
        made = make_staff(session, name="Siân Price")
        key.handle = made.id.bytes
        make_passkey(session, made, key)
        return made


@pytest.fixture
def step(app: Flask, slug: str, person: Staff, key: Key) -> Doorstep:
    return Doorstep(Web(app, slug), Authenticator(ORIGIN, keys=[key]))


@pytest.fixture
def kept(in_school: InSchool, school_id: UUID) -> Callable[[Any], Any]:
    def read(statement: Any) -> Any:
        with in_school(school_id) as session:
            return session.scalars(statement).all()

    return read


def test_a_passkey_lets_its_person_in(step: Doorstep, person: Staff, kept) -> None:
    answer = step.knock()
    assert (answer.status_code, step.inside) == (303, True)
    (begun,) = kept(select(SignInSession).where(SignInSession.staff_id == person.id))
    (passkey,) = kept(select(Passkey).where(Passkey.staff_id == person.id))
    assert begun.door == Door.PASSKEY
    assert (passkey.sign_count, passkey.used_at is not None) == (1, True)


def test_where_the_school_requires_its_own_sign_in_a_passkey_opens_nothing(
    step: Doorstep, in_school: InSchool, school_id: UUID
) -> None:
    with in_school(school_id) as session:
        session.add(SignInPolicy(school_sign_in_required=True, named_heads=[]))
    assert refused(step, step.knock())


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost.evil.example",
        "http://evil.example",
        "https://localhost",
        "http://localhost:8080",
        "null",
    ],
)
def test_a_passkey_used_on_another_page_lets_nobody_in(step: Doorstep, origin: str) -> None:
    """Wrong origin: the page of a phisher passes on what our own door asks."""
    assert refused(step, step.knock(origin=origin))


def test_an_answer_made_for_another_site_lets_nobody_in(step: Doorstep) -> None:
    """Wrong RP ID, with everything else right."""
    assert refused(step, step.knock(host="evil.example"))


def test_without_a_check_of_the_person_the_device_alone_lets_nobody_in(step: Doorstep) -> None:
    assert refused(step, step.knock(verified=False))


def test_without_a_touch_nobody_is_let_in(step: Doorstep) -> None:
    assert refused(step, step.knock(present=False))


def test_a_challenge_is_answered_once(app, slug, step: Doorstep) -> None:
    """Replayed: the very same answer, by the very same browser, after signing out."""
    asked = step.asked()
    answer = step.device.use(asked["options"])
    assert step.send(asked["challenge"], answer).status_code == 303
    assert step.inside
    step.web.client.post(step.web.address("/sign-out"), data={"csrf_token": _page_token(step.web)})
    assert refused(step, step.send(asked["challenge"], answer))


def _page_token(web: Web) -> str:
    return str(web.page("/your-account").tree.xpath("//form//input[@name='csrf_token']/@value")[0])


def test_a_refused_answer_spends_its_challenge_too(step: Doorstep) -> None:
    asked = step.asked()
    assert refused(step, step.answer(asked, verified=False))
    assert refused(step, step.answer(asked))


def test_an_old_answer_fits_no_new_challenge(step: Doorstep) -> None:
    old = step.device.use(step.asked()["options"])
    assert refused(step, step.send(step.asked()["challenge"], old))


def test_an_answer_to_a_challenge_of_ones_own_making_is_refused(step: Doorstep) -> None:
    assert refused(step, step.knock(challenge=encoded(b"a challenge that I thought of")))


def test_another_browser_cannot_bring_the_answer(app, slug, step: Doorstep) -> None:
    """And spends nothing: who was asked may still answer."""
    asked = step.asked()
    answer = step.device.use(asked["options"])
    thief = Doorstep(Web(app, slug), step.device)
    assert refused(thief, thief.send(asked["challenge"], answer))
    assert step.send(asked["challenge"], answer).status_code == 303
    assert step.inside


def test_a_challenge_is_over_after_five_minutes(step: Doorstep, real_clock) -> None:
    asked = step.asked()
    clock.move_by(timedelta(minutes=5, seconds=5))
    assert refused(step, step.answer(asked))


def test_a_passkey_of_one_school_opens_nothing_at_another(
    app, in_school: InSchool, other_school_id: UUID, step: Doorstep
) -> None:
    """Also for somebody who works at both, with the same address."""
    with in_school(other_school_id) as session:
        slug = this_school(session).slug
        make_staff(session, name="Siân Price")
    other = Doorstep(Web(app, slug), step.device)
    assert refused(other, other.knock())


def test_a_challenge_of_one_school_is_none_at_another(
    app, in_school: InSchool, other_school_id: UUID, step: Doorstep
) -> None:
    with in_school(other_school_id) as session:
        slug = this_school(session).slug
    other = Doorstep(Web(app, slug), step.device)
    other.web.client = step.web.client
    assert refused(step, step.answer(other.asked()))


def test_the_passkey_of_another_person_says_nothing_about_me(
    in_school: InSchool, school_id: UUID, step: Doorstep, key: Key
) -> None:
    """Signed by mine, with somebody else's id in it."""
    with in_school(school_id) as session:
        other = make_staff(session)
    assert refused(step, step.knock(handle=other.id.bytes))
    assert refused(step, step.knock(handle=None))


def test_a_signature_by_another_key_lets_nobody_in(step: Doorstep) -> None:
    assert refused(step, step.knock(signer=Key("localhost", b"")))


def test_a_passkey_that_nobody_added_lets_nobody_in(step: Doorstep, person: Staff) -> None:
    assert refused(step, step.knock(key=Key("localhost", person.id.bytes)))


def test_a_copied_passkey_is_refused_and_its_person_told(step: Doorstep, person: Staff, kept) -> None:
    step.knock(count=9)
    assert step.inside
    thief = Doorstep(Web(step.web.app, step.web.slug), step.device)
    assert refused(thief, thief.knock(count=9))
    assert "passkey:copied" in kept(select(HistoryEntry.action).where(HistoryEntry.actor_id == person.id))
    (told,) = kept(select(OutboxMessage.payload).where(OutboxMessage.message == "sign_in.tell_person"))
    assert kept(select(HistoryEntry.action).where(HistoryEntry.id == UUID(told["entry_id"]))) == [
        "passkey:copied"
    ]


def test_who_cannot_sign_with_it_cannot_have_a_passkey_suspected(step: Doorstep, kept) -> None:
    step.knock(count=9)
    thief = Doorstep(Web(step.web.app, step.web.slug), step.device)
    assert refused(thief, thief.knock(count=1, signer=Key("localhost", b"")))
    assert kept(select(HistoryEntry.action).where(HistoryEntry.action == "passkey:copied")) == []


def test_a_leavers_passkey_lets_nobody_in(
    in_school: InSchool, school_id: UUID, step: Doorstep, person: Staff
) -> None:
    """Also one who left between the question and the answer."""
    asked = step.asked()
    with in_school(school_id) as session:
        session.get_one(Staff, (school_id, person.id)).deactivated_at = clock.now()
    assert refused(step, step.answer(asked))


def test_a_guest_is_let_in_until_their_date_and_not_after(
    app, in_school: InSchool, school_id: UUID, slug: str, real_clock
) -> None:
    key = Key("localhost", b"")
    with in_school(school_id) as session:
        guest = make_guest(session, until=clock.today() + timedelta(days=2))
        key.handle = guest.id.bytes
        make_passkey(session, guest, key)
    first, second = (Doorstep(Web(app, slug), Authenticator(ORIGIN, keys=[key])) for _ in range(2))
    first.knock()
    assert first.inside
    clock.move_by(timedelta(days=3, hours=1))
    assert refused(second, second.knock())
    assert not first.inside


@pytest.mark.parametrize(
    "answer", ["", {}, [], None, {"id": "AA", "rawId": "AA"}, {"response": 7}, "x" * 50_000]
)
def test_rubbish_is_refused_and_breaks_nothing(step: Doorstep, answer: object) -> None:
    assert refused(step, step.send(step.asked()["challenge"], answer))
    assert refused(step, step.send("no challenge", answer))


def test_the_question_tells_nothing_about_anybody(app, slug, step: Doorstep) -> None:
    options = step.asked()["options"]
    assert options["allowCredentials"] == []
    assert options["userVerification"] == "required"
    assert options["rpId"] == "localhost"


def test_what_is_kept_of_a_challenge_is_spent_and_forgotten(step: Doorstep, kept) -> None:
    step.knock()
    assert kept(select(PasskeyChallenge)) == []


def test_a_passkey_sends_nobody_to_another_host(step: Doorstep) -> None:
    asked = step.asked()
    data = {
        "csrf_token": step.token(),
        "challenge": asked["challenge"],
        "answer": json.dumps(step.device.use(asked["options"])),
        "next": "//evil.example",
    }
    answer = step.web.client.post(step.web.address("/sign-in/passkey"), data=data)
    assert answer.location == f"/schools/{step.web.slug}/"


def test_signing_in_by_passkey_takes_over_nothing_that_was_planted_before(step: Doorstep) -> None:
    """Session fixation: neither a session nor a form token from before is worth anything afterwards."""
    slug = step.web.slug
    with step.web.client.session_transaction() as cookie:
        cookie["tokens"] = {slug: "planted"}
    asked, before = step.asked(), step.token()
    step.answer(asked)
    assert step.inside
    with step.web.client.session_transaction() as cookie:
        assert cookie["tokens"][slug] != "planted"
    answer = step.web.client.post(step.web.address("/sign-out"), data={"csrf_token": before})
    assert answer.status_code == 403


def test_another_site_can_neither_ask_nor_answer(step: Doorstep) -> None:
    """Login CSRF: nobody is signed in as somebody else by a form elsewhere."""
    asked = step.asked()
    for path, data in (
        ("/sign-in/passkey/challenge", {}),
        (
            "/sign-in/passkey",
            {"challenge": asked["challenge"], "answer": json.dumps(step.device.use(asked["options"]))},
        ),
    ):
        assert step.web.client.post(step.web.address(path), data=data).status_code == 403
    assert not step.inside
