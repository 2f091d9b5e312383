"""Before an operator changes how they sign in, they show once more that it is them."""

import json

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.operators.actions.doors import renew_recovery_codes
from tenants.operators.models import OperatorSession
from tenants.operators.rules import MOST_WRONG_CODES, PROOF_LASTS
from tenants.operators.sessions import SignedIn
from tests.authenticator import Authenticator, Key
from tests.blueprints.operator.conftest import next_code
from tests.factories.operators import make_operator, make_operators_passkey
from tests.page import Page
from tests.web import Web

PROOF = "/operator/your-sign-in/proof"
NEW = "/operator/your-sign-in/passkeys/new"


@pytest.fixture
def stale(space, real_clock) -> Web:
    """Signed in some minutes ago."""
    clock.move_by(PROOF_LASTS)
    return space


def asked_again(web: Web) -> Page:
    """Led from the page of a new passkey to the one that asks, in words."""
    answer = web.get(NEW)
    assert answer.status_code == 303
    page = web.page(answer.location)
    assert page.heading == "Is it still you?"
    return page


def test_a_code_leads_back_to_where_they_were_and_counts_for_some_minutes(
    stale, imogen, operator, deeds
) -> None:
    asked_again(stale)
    code = next_code(operator, imogen)
    assert stale.submitted(f"{PROOF}?next={NEW}", {"code": code}) == NEW
    assert "For five minutes" in stale.page(NEW).text
    clock.move_by(2 * PROOF_LASTS)
    asked_again(stale)
    assert deeds(imogen) == ["operator:prove"]


def test_a_code_proves_once(stale, imogen, operator) -> None:
    code = next_code(operator, imogen)
    stale.submitted(f"{PROOF}?next={NEW}", {"code": code})
    clock.move_by(2 * PROOF_LASTS)
    assert stale.submitted(f"{PROOF}?next={NEW}", {"code": code}) == PROOF
    assert "was used before" in stale.page(PROOF).text
    asked_again(stale)


def test_a_recovery_code_proves_too(stale, imogen, operator) -> None:
    who = SignedIn(imogen.id, "", "", imogen.id, clock.now(), clock.now(), "")
    code = renew_recovery_codes(operator, who)[0]
    operator.commit()
    assert stale.submitted(f"{PROOF}?next={NEW}", {"code": code}) == NEW


def test_a_few_wrong_codes_end_the_session(stale, deeds, imogen) -> None:
    for _ in range(MOST_WRONG_CODES):
        assert stale.submitted(PROOF, {"code": "not a code"}) == PROOF
    assert deeds(imogen) == ["operator:wrong_code"] * MOST_WRONG_CODES
    assert stale.get("/operator/").status_code == 303


def test_nothing_typed_is_said_on_the_page(stale) -> None:
    assert "Enter the code" in stale.refused(PROOF).errors()[0]


def test_the_way_back_stays_in_the_space(stale, imogen, operator) -> None:
    code = next_code(operator, imogen)
    assert stale.submitted(f"{PROOF}?next=//evil.example", {"code": code}) == "/operator/"


def test_who_sent_a_form_is_led_back_to_its_page(stale, operator, imogen) -> None:
    held = make_operators_passkey(operator, imogen)
    token = stale.page("/operator/your-sign-in").tree.xpath("//input[@name='csrf_token']/@value")[0]
    for path, back in (
        (f"/operator/your-sign-in/passkeys/{held.id}/removal", None),
        ("/operator/your-sign-in/recovery-codes", "/operator/your-sign-in"),
    ):
        answer = stale.client.post(path, data={"csrf_token": token})
        assert answer.location == f"{PROOF}?next={back or path}"


def prove_by(web: Web, device: Authenticator, **lies):
    token = web.page(PROOF).tree.xpath("//input[@name='csrf_token']/@value")[0]
    asked = web.client.post(f"{PROOF}/passkey/challenge", headers={"X-CSRFToken": token}).json
    data = {
        "csrf_token": token,
        "next": NEW,
        "challenge": asked["challenge"],
        "answer": json.dumps(device.use(asked["options"], **lies)),
    }
    return web.client.post(f"{PROOF}/passkey", data=data)


@pytest.fixture
def key(imogen) -> Key:
    return Key("localhost", imogen.id.bytes)


@pytest.fixture
def device(operator, imogen, key) -> Authenticator:
    make_operators_passkey(operator, imogen, key)
    return Authenticator("http://localhost", keys=[key])


def test_a_passkey_proves_it_in_the_same_session(stale, device, imogen, operator, deeds) -> None:
    assert prove_by(stale, device).location == NEW
    assert stale.get(NEW).status_code == 200
    assert deeds(imogen) == ["operator:prove"]
    held = operator.scalars(select(OperatorSession).where(OperatorSession.operator_id == imogen.id)).all()
    assert len(held) == 1


def test_a_colleagues_passkey_proves_nothing(stale, operator) -> None:
    other = make_operator(operator)
    theirs = Key("localhost", other.id.bytes)
    make_operators_passkey(operator, other, theirs)
    refused = prove_by(stale, Authenticator("http://localhost", keys=[theirs]))
    assert refused.location.startswith(PROOF)
    assert "That passkey was refused" in stale.page(PROOF).text
    asked_again(stale)


def test_a_copied_passkey_proves_nothing_and_is_told(stale, device, imogen, letters) -> None:
    prove_by(stale, device, count=9)
    clock.move_by(2 * PROOF_LASTS)
    assert prove_by(stale, device, count=9).location.startswith(PROOF)
    asked_again(stale)
    assert letters(imogen) == ["operator:passkey_copied"]


def test_an_answer_to_the_question_of_the_door_proves_nothing(stale, app, device) -> None:
    visitor = Web(app)
    token = visitor.page("/operator/sign-in").tree.xpath("//form//input[@name='csrf_token']/@value")[0]
    asked = visitor.client.post("/operator/sign-in/passkey/challenge", headers={"X-CSRFToken": token}).json
    own = stale.page(PROOF).tree.xpath("//input[@name='csrf_token']/@value")[0]
    answer = json.dumps(device.use(asked["options"]))
    data = {"csrf_token": own, "challenge": asked["challenge"], "answer": answer}
    assert stale.client.post(f"{PROOF}/passkey", data=data).location.startswith(PROOF)
    asked_again(stale)


def test_who_has_neither_app_nor_passkey_is_told_what_to_do(web_of, operator, real_clock) -> None:
    """In a demonstration, where nobody has an app."""
    web = web_of(make_operator(operator, enrolled=False))
    clock.move_by(PROOF_LASTS)
    page = asked_again(web)
    assert "Sign out and in again" in page.text
    assert not page.tree.xpath("//main//form")
