"""The operator's door for passkeys, and what is almost one; adding and removing them."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from tenants.base import clock
from tenants.base.isolation import sessions
from tenants.operators.actions.accounts import create_operator, remove_operator, reset_app
from tenants.operators.models import Operator, OperatorPasskey, OperatorSession
from tenants.operators.sessions import begin_half
from tenants.schools.queries import this_school
from tests.authenticator import Authenticator, Key
from tests.factories.operators import make_operator, make_operators_passkey
from tests.factories.passkeys import make_passkey
from tests.factories.staff import make_staff
from tests.web import Web

ORIGIN = "http://localhost"
REFUSED = "That passkey did not let you in"


@dataclass
class Doorstep:
    """Somebody with an authenticator in front of a door: the operator's, or of a school."""

    web: Web
    device: Authenticator
    door: str = "/operator/sign-in"
    room: str = "/operator/"

    def token(self) -> str:
        return str(self.web.page(self.door).tree.xpath("//form//input[@name='csrf_token']/@value")[0])

    def asked(self) -> dict[str, Any]:
        answer = self.web.client.post(f"{self.door}/passkey/challenge", headers={"X-CSRFToken": self.token()})
        assert answer.status_code == 200
        return answer.json

    def send(self, challenge: str, answer: object, **more: str) -> TestResponse:
        data = {"csrf_token": self.token(), "challenge": challenge, "answer": json.dumps(answer), **more}
        return self.web.client.post(f"{self.door}/passkey", data=data)

    def answer(self, asked: dict[str, Any], **lies: Any) -> TestResponse:
        return self.send(asked["challenge"], self.device.use(asked["options"], **lies))

    def knock(self, **lies: Any) -> TestResponse:
        return self.answer(self.asked(), **lies)

    @property
    def inside(self) -> bool:
        return self.web.get(self.room).status_code == 200


def refused(step: Doorstep, answer: TestResponse) -> bool:
    """Led back to the door, told so in words, and not let in."""
    assert answer.status_code == 303
    assert answer.location.startswith(step.door)
    return REFUSED in step.web.page(answer.location).text and not step.inside


@pytest.fixture
def key(imogen: Operator) -> Key:
    return Key("localhost", imogen.id.bytes)


@pytest.fixture
def held(operator, imogen: Operator, key: Key) -> OperatorPasskey:
    return make_operators_passkey(operator, imogen, key)


@pytest.fixture
def step(app, key: Key, held) -> Doorstep:
    return Doorstep(Web(app), Authenticator(ORIGIN, keys=[key]))


@pytest.fixture
def another(app, step: Doorstep) -> Doorstep:
    """The same device at another browser."""
    return Doorstep(Web(app), step.device)


@pytest.fixture
def device() -> Authenticator:
    return Authenticator(ORIGIN)


def test_a_passkey_alone_lets_its_operator_in_and_asks_for_no_code(step, imogen, operator, deeds) -> None:
    answer = step.knock()
    assert (answer.status_code, answer.location) == (303, "/operator/")
    assert step.inside
    (begun,) = operator.scalars(select(OperatorSession).where(OperatorSession.operator_id == imogen.id))
    (kept,) = operator.scalars(select(OperatorPasskey).where(OperatorPasskey.operator_id == imogen.id))
    operator.refresh(kept)
    assert (begun.door, begun.proven_at is not None) == ("passkey", True)
    assert (kept.sign_count, kept.used_at is not None) == (1, True)
    assert deeds(imogen) == ["operator:sign_in"]


def test_an_operators_passkey_opens_no_school_and_a_schools_no_operators_door(
    app, in_school, school_id, step, another, operator
) -> None:
    """All doors share one host name, so a browser offers every passkey at each."""
    schools_key = Key("localhost", b"")
    with in_school(school_id) as session:
        slug, person = this_school(session).slug, make_staff(session)
        schools_key.handle = person.id.bytes
        make_passkey(session, person, schools_key)
    at_school = replace(
        step, web=Web(app), door=f"/schools/{slug}/sign-in", room=f"/schools/{slug}/your-account"
    )
    assert refused(at_school, at_school.knock())
    another.device = Authenticator(ORIGIN, keys=[schools_key])
    assert refused(another, another.knock())
    at_school.device = another.device
    at_school.knock()
    assert at_school.inside
    step.knock()
    assert step.inside


def test_a_challenge_of_a_school_is_none_here_and_none_of_ours_there(app, in_school, school_id, step) -> None:
    with in_school(school_id) as session:
        slug = this_school(session).slug
    at_school = replace(step, door=f"/schools/{slug}/sign-in", room=f"/schools/{slug}/your-account")
    assert refused(step, step.answer(at_school.asked()))
    assert refused(at_school, at_school.answer(step.asked()))


def test_an_operators_credential_with_the_id_of_somebody_at_a_school_is_refused(
    in_school, school_id, step
) -> None:
    with in_school(school_id) as session:
        person = make_staff(session)
    assert refused(step, step.knock(handle=person.id.bytes))
    assert refused(step, step.knock(handle=None))


def test_a_challenge_is_answered_once(step) -> None:
    asked = step.asked()
    answer = step.device.use(asked["options"])
    step.send(asked["challenge"], answer)
    assert step.inside
    token = step.web.page("/operator/").tree.xpath("//input[@name='csrf_token']/@value")[0]
    step.web.client.post("/operator/sign-out", data={"csrf_token": token})
    assert refused(step, step.send(asked["challenge"], answer))


def test_a_refused_answer_spends_its_challenge_too(step) -> None:
    asked = step.asked()
    assert refused(step, step.answer(asked, verified=False))
    assert refused(step, step.answer(asked))


def test_an_old_answer_fits_no_new_challenge(step) -> None:
    old = step.device.use(step.asked()["options"])
    assert refused(step, step.send(step.asked()["challenge"], old))


def test_another_browser_cannot_bring_the_answer(step, another) -> None:
    """And spends nothing: who was asked may still answer."""
    asked = step.asked()
    answer = step.device.use(asked["options"])
    assert refused(another, another.send(asked["challenge"], answer))
    step.send(asked["challenge"], answer)
    assert step.inside


def test_a_challenge_is_over_after_five_minutes(step, real_clock) -> None:
    asked = step.asked()
    clock.move_by(timedelta(minutes=5, seconds=5))
    assert refused(step, step.answer(asked))


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "http://localhost.evil.example"},
        {"origin": "https://localhost"},
        {"origin": "null"},
        {"host": "evil.example"},
        {"framed": True},
        {"verified": False},
        {"present": False},
        {"signer": Key("localhost", b"")},
    ],
    ids=lambda lie: " ".join(f"{name} {str(value)[:30]}" for name, value in lie.items() if name != "signer"),
)
def test_what_is_almost_an_answer_lets_nobody_in(step, deeds, imogen, lie: dict[str, Any]) -> None:
    assert refused(step, step.knock(**lie))
    assert deeds(imogen) == []


def test_a_passkey_that_nobody_added_lets_nobody_in(step, imogen) -> None:
    assert refused(step, step.knock(key=Key("localhost", imogen.id.bytes)))


@pytest.mark.parametrize("answer", ["", {}, [], None, {"id": "AA", "rawId": "AA"}, "x" * 50_000])
def test_rubbish_is_refused_and_breaks_nothing(step, answer: object) -> None:
    assert refused(step, step.send(step.asked()["challenge"], answer))
    assert refused(step, step.send("no challenge", answer))


def test_a_removed_operators_passkey_lets_nobody_in(step, imogen, operator) -> None:
    """Also one who was removed between the question and the answer."""
    asked = step.asked()
    remove_operator(operator, imogen.email)
    operator.commit()
    assert refused(step, step.answer(asked))


@pytest.mark.parametrize("again", ["reset", "removed"])
def test_who_starts_anew_has_no_passkeys(step, imogen, operator, again: str) -> None:
    if again == "reset":
        reset_app(operator, imogen.email)
    else:
        remove_operator(operator, imogen.email)
        create_operator(operator, imogen.name, imogen.email)
    operator.commit()
    assert refused(step, step.knock())


def test_a_copied_passkey_is_refused_and_noted_and_its_operator_told(
    step, another, imogen, deeds, letters
) -> None:
    step.knock(count=9)
    assert step.inside
    assert refused(another, another.knock(count=9))
    assert deeds(imogen) == ["operator:sign_in", "operator:passkey_copied"]
    assert letters(imogen) == ["operator:passkey_copied"]


def test_who_cannot_sign_with_it_cannot_have_a_passkey_suspected(step, another, imogen, deeds) -> None:
    step.knock(count=9)
    assert refused(another, another.knock(count=1, signer=Key("localhost", b"")))
    assert deeds(imogen) == ["operator:sign_in"]


def test_the_question_tells_nothing_about_anybody(step) -> None:
    options = step.asked()["options"]
    assert options["allowCredentials"] == []
    assert (options["userVerification"], options["rpId"]) == ("required", "localhost")


def test_one_place_cannot_try_for_ever(step) -> None:
    token = step.token()
    sent = [
        step.web.client.post(
            "/operator/sign-in/passkey", data={"csrf_token": token, "answer": f'{{"id": {n}}}'}
        )
        for n in range(31)
    ]
    assert {answer.status_code for answer in sent[:10]} == {303}
    assert sent[-1].status_code == 429


def test_one_place_cannot_ask_for_ever(step) -> None:
    headers = {"X-CSRFToken": step.token()}
    asked = [
        step.web.client.post("/operator/sign-in/passkey/challenge", headers=headers).status_code
        for _ in range(61)
    ]
    assert (asked[0], asked[-1]) == (200, 429)


def test_another_site_can_neither_ask_nor_answer(step) -> None:
    asked = step.asked()
    answer = json.dumps(step.device.use(asked["options"]))
    for path, data in (("/challenge", {}), ("", {"challenge": asked["challenge"], "answer": answer})):
        told = step.web.client.post(f"/operator/sign-in/passkey{path}", data=data)
        assert told.status_code == 403
    assert not step.inside


def test_what_was_in_the_browser_before_is_worth_nothing_afterwards(step, operator, imogen) -> None:
    with step.web.client.session_transaction() as cookie:
        cookie["operator"] = "planted"
    before = step.token()
    step.knock()
    assert step.inside
    with step.web.client.session_transaction() as cookie:
        assert cookie["operator"] != "planted"
    assert step.web.client.post("/operator/sign-out", data={"csrf_token": before}).status_code == 403


@pytest.mark.parametrize("target", ["//evil.example", "/schools/oak/", "/operator/../x"])
def test_a_passkey_sends_nobody_out_of_the_space(step, target: str) -> None:
    asked = step.asked()
    answer = step.send(asked["challenge"], step.device.use(asked["options"]), next=target)
    assert answer.location == "/operator/"


def asked_to_add(web: Web) -> dict[str, Any]:
    token = web.page("/operator/your-sign-in/passkeys/new").form(0, "").standing()["csrf_token"]
    answer = web.client.post("/operator/your-sign-in/passkeys/challenge", headers={"X-CSRFToken": token})
    return {"token": token, "status": answer.status_code, **(answer.json or {})}


def added(web: Web, device: Authenticator, **lies: Any) -> TestResponse:
    asked = asked_to_add(web)
    return sent(web, asked, device.make(asked["options"], **lies))


def sent(web: Web, asked: dict[str, Any], answer: object) -> TestResponse:
    data = {
        "csrf_token": asked["token"],
        "challenge": asked["challenge"],
        "answer": json.dumps(answer),
        "name": "My phone",
    }
    return web.client.post("/operator/your-sign-in/passkeys/new", data=data)


@pytest.fixture
def kept(operator, imogen):
    def read() -> list[OperatorPasskey]:
        operator.expire_all()
        wanted = select(OperatorPasskey).where(OperatorPasskey.operator_id == imogen.id)
        return list(operator.scalars(wanted))

    return read


def test_a_passkey_is_added_by_who_is_signed_in_and_lets_them_in(
    app, space, imogen, device, kept, deeds, letters
) -> None:
    assert added(space, device).location == "/operator/your-sign-in"
    (made,) = kept()
    assert (made.name, made.credential_id) == ("My phone", device.keys[0].id)
    assert "My phone" in space.page("/operator/your-sign-in").text
    assert deeds(imogen) == letters(imogen) == ["operator:passkey_add"]
    step = Doorstep(Web(app), device)
    step.knock()
    assert step.inside


def test_who_has_shown_no_code_can_add_none(app, half_session, imogen) -> None:
    web = Web(app)
    with web.client.session_transaction() as cookie:
        cookie["operator"] = half_session(imogen)
    told = web.client.get("/operator/your-sign-in/passkeys/new")
    assert told.status_code == 303
    assert "/operator/sign-in" in told.location


@pytest.fixture
def half_session(operator_engine):
    def begin(who: Operator) -> str:
        with sessions(operator_engine).begin() as session:
            return begin_half(session, who.id, "/operator/")

    return begin


@pytest.mark.parametrize(
    "lie", [{"origin": "http://evil.example"}, {"host": "evil.example"}, {"verified": False}], ids=str
)
def test_an_answer_that_proves_nothing_adds_nothing(space, device, kept, lie) -> None:
    assert added(space, device, **lie).location.endswith("/passkeys/new")
    assert "was not added" in space.page("/operator/your-sign-in/passkeys/new").text
    assert kept() == []


def test_a_challenge_adds_one_passkey_and_signs_nobody_in(app, space, device, kept) -> None:
    asked = asked_to_add(space)
    assert sent(space, asked, device.make(asked["options"])).location == "/operator/your-sign-in"
    assert sent(space, asked, device.make(asked["options"])).location.endswith("/passkeys/new")
    assert len(kept()) == 1


def test_the_challenge_of_a_colleague_adds_nothing(space, web_of, operator, device, kept) -> None:
    """Also in the same browser: whoever signed in there since has not asked."""
    asked = asked_to_add(web_of(make_operator(operator)))
    asked["token"] = asked_to_add(space)["token"]
    assert sent(space, asked, device.make(asked["options"])).location.endswith("/passkeys/new")
    assert kept() == []


def test_one_device_is_not_asked_twice_and_twenty_passkeys_are_enough(
    space, device, operator, imogen
) -> None:
    added(space, device)
    assert len(asked_to_add(space)["options"]["excludeCredentials"]) == 1
    for _ in range(19):
        make_operators_passkey(operator, imogen)
    assert asked_to_add(space)["status"] >= 400


def test_without_scripts_the_pages_say_so_and_the_link_works(app, space) -> None:
    page = space.page("/operator/your-sign-in/passkeys/new")
    assert "Passkeys need scripts" in page.text
    refusal = space.refused("/operator/your-sign-in/passkeys/new", {"name": "My phone"})
    assert "your browser did not make a passkey" in refusal.errors()[0]
    visitor = Web(app)
    door = visitor.page("/operator/sign-in")
    assert "Passkeys need scripts" in door.text
    assert "A link by email and a code work without" in door.text
    assert door.tree.xpath("//form[@data-passkey='get'][@hidden]")
    asked = visitor.submitted("/operator/sign-in", {"email": "nobody@lectern.example"})
    assert asked == "/operator/sign-in/sent"


def test_removing_a_passkey_signs_out_who_came_in_by_one(
    space, step, held, kept, imogen, deeds, letters
) -> None:
    step.knock()
    address = f"/operator/your-sign-in/passkeys/{held.id}/removal"
    assert space.submitted(address) == "/operator/your-sign-in"
    assert kept() == []
    assert not step.inside
    assert space.get("/operator/").status_code == 200
    assert deeds(imogen) == ["operator:sign_in", "operator:new_browser", "operator:passkey_remove"]
    assert letters(imogen) == ["operator:new_browser", "operator:passkey_remove"]
    assert "Removed a passkey" in space.page("/operator/history").text
    assert refused(step, step.knock())


def test_a_colleagues_passkey_cannot_be_removed(web_of, operator, held, kept) -> None:
    web = web_of(make_operator(operator))
    assert web.get(f"/operator/your-sign-in/passkeys/{held.id}/removal").status_code == 404
    assert len(kept()) == 1


def test_where_the_site_has_no_name_there_are_no_passkeys(settings, web_of, imogen, operator_engine) -> None:
    bare = create_app(replace(settings, public_url="http://127.0.0.1:8000"))
    bare.testing = True
    try:
        visitor, inside = Web(bare), Web(bare)
        assert "passkey" not in visitor.page("/operator/sign-in").text.lower()
        token = visitor.page("/operator/sign-in").tree.xpath("//input[@name='csrf_token']/@value")[0]
        for path in ("/operator/sign-in/passkey", "/operator/sign-in/passkey/challenge"):
            assert visitor.client.post(path, data={"csrf_token": token}).status_code == 404
        with (
            inside.client.session_transaction() as cookie,
            web_of(imogen).client.session_transaction() as own,
        ):
            cookie["operator"] = own["operator"]
        assert "this one is a number" in inside.page("/operator/your-sign-in").text
        assert inside.get("/operator/your-sign-in/passkeys/new").status_code == 404
    finally:
        bare.extensions["engine"].dispose()
