"""Signing out from both sides, with a real provider and with forged logout tokens."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlalchemy import select, text
from werkzeug.serving import make_server

from app import create_app
from infra.ports import LOOPBACK, free_port
from tenants.base.history import HistoryEntry
from tenants.base.ids import new_id
from tenants.outside.oidc.logout import EVENT
from tenants.sign_in.models import Door, SignInPolicy, SignInSession
from tenants.sign_in.sessions import begin_session
from tests.blueprints.sign_in.conftest import ADA, Connected, _slug
from tests.evil_provider import (
    CLIENT_ID,
    EC,
    FOREIGN_RSA,
    MISSING,
    EvilProvider,
    by_hand,
    hmac_with,
    signed,
    unsigned,
)
from tests.factories.connections import make_connection
from tests.factories.schools import make_school
from tests.factories.staff import make_staff
from tests.identity_provider.server import CLIENT_SECRET, IdentityProvider
from tests.identity_provider.walk import walk
from tests.page import Page
from tests.web import Web

SID = "a session at the provider"


def is_in(browser: Web) -> bool:
    return browser.get("/").status_code == 200


@pytest.fixture
def signed_in(hostile, browser, evil) -> Callable[..., Web]:
    """Somebody who came in by the forging provider, which keeps to the rules this once."""

    def come_in(sid: object = SID) -> Web:
        web = browser(hostile)
        asked = parse_qs(urlsplit(hostile.leave(web)).query)
        claims = evil.claims(asked["nonce"][0], email="ada@trust.example", sid=sid)
        evil.gives(signed(claims))
        answer = {"state": asked["state"][0], "code": "a code"}
        assert hostile.come_back(web, answer).status_code == 303
        assert is_in(web)
        return web

    return come_in


def told(evil: EvilProvider, **changes: object) -> dict[str, object]:
    now = int(time.time())
    honest = {
        "iss": evil.issuer,
        "aud": CLIENT_ID,
        "iat": now,
        "exp": now + 120,
        "jti": str(new_id()),
        "sub": "person-1",
        "sid": SID,
        "events": {EVENT: {}},
    }
    return {name: value for name, value in {**honest, **changes}.items() if value is not MISSING}


def logout_token(evil: EvilProvider, **changes: object) -> str:
    return signed(told(evil, **changes), typ="logout+jwt")


def post(browser: Web, place: Connected, token: str | None):
    data = {} if token is None else {"logout_token": token}
    return browser.client.post(f"{place.door}/back-channel-logout", data=data)


def test_the_providers_word_ends_the_session(signed_in, hostile, browser, evil, in_school) -> None:
    web = signed_in()
    answer = post(browser(hostile), hostile, logout_token(evil))
    assert (answer.status_code, answer.data, answer.headers["Cache-Control"]) == (200, b"", "no-store")
    assert not is_in(web)
    with in_school(hostile.id) as session:
        entry = session.scalars(
            select(HistoryEntry).where(HistoryEntry.action == "sign_in:ended_by_provider")
        ).one()
        assert (entry.actor_id, entry.subject_id) == (None, hostile.connection_id)


@pytest.mark.parametrize("left_out", ["sub", "sid"])
def test_either_name_is_enough(signed_in, hostile, browser, evil, left_out: str) -> None:
    web = signed_in()
    assert post(browser(hostile), hostile, logout_token(evil, **{left_out: MISSING})).status_code == 200
    assert not is_in(web)


def test_one_session_at_the_provider_ends_one_here_and_a_subject_all(
    signed_in, hostile, browser, evil
) -> None:
    one, other = signed_in("one"), signed_in("other")
    post(browser(hostile), hostile, logout_token(evil, sid="one"))
    assert (is_in(one), is_in(other)) == (False, True)
    post(browser(hostile), hostile, logout_token(evil, sid=MISSING))
    assert not is_in(other)


def test_a_session_whose_name_there_was_never_told_ends_with_its_person(
    signed_in, hostile, browser, evil
) -> None:
    web = signed_in(MISSING)
    post(browser(hostile), hostile, logout_token(evil, sid="whatever"))
    assert not is_in(web)


def test_nobody_else_is_signed_out(signed_in, hostile, browser, evil, in_school) -> None:
    web = signed_in()
    with in_school(hostile.id) as session:
        ada = session.scalars(select(SignInSession.staff_id)).one()
        begin_session(session, ada, Door.LINK)
    for changes in ({"sub": "person-2"}, {"sub": "person-2", "sid": MISSING}, {"sid": "another"}):
        assert post(browser(hostile), hostile, logout_token(evil, **changes)).status_code == 200
    assert is_in(web)
    post(browser(hostile), hostile, logout_token(evil))
    with in_school(hostile.id) as session:
        still = select(SignInSession.door).where(SignInSession.ended_at.is_(None))
        assert session.scalars(still).all() == ["link"]


BAD: dict[str, Callable[[EvilProvider], str | None]] = {
    "nothing": lambda evil: None,
    "empty": lambda evil: "",
    "garbage": lambda evil: "a.b.c",
    "far too long": lambda evil: "x" * 20_000,
    "an ID token": lambda evil: signed(evil.claims("nonce", sid=SID)),
    "an ID token's type": lambda evil: signed(told(evil)),
    "no type": lambda evil: signed(told(evil), typ=MISSING),
    "unsigned": lambda evil: by_hand({"alg": "none", "typ": "logout+jwt"}, told(evil), unsigned),
    "signed with our secret": lambda evil: by_hand(
        {"alg": "HS256", "typ": "logout+jwt"}, told(evil), hmac_with(b"a long secret that only we know")
    ),
    "a foreign key": lambda evil: signed(told(evil), FOREIGN_RSA, kid="rsa", typ="logout+jwt"),
    "an unknown key": lambda evil: signed(told(evil), FOREIGN_RSA, kid="new", typ="logout+jwt"),
    "changed": lambda evil: logout_token(evil)[:-8] + "AAAAAAAA",
    "another issuer": lambda evil: logout_token(evil, iss="https://other.example"),
    "issuer with a slash more": lambda evil: logout_token(evil, iss=f"{evil.issuer}/"),
    "no issuer": lambda evil: logout_token(evil, iss=MISSING),
    "for somebody else": lambda evil: logout_token(evil, aud="another"),
    "for us and another": lambda evil: logout_token(evil, aud=[CLIENT_ID, "another"]),
    "for nobody": lambda evil: logout_token(evil, aud=MISSING),
    "over": lambda evil: logout_token(evil, exp=int(time.time()) - 60),
    "no end": lambda evil: logout_token(evil, exp=MISSING),
    "made long ago": lambda evil: logout_token(evil, iat=int(time.time()) - 7200),
    "from the future": lambda evil: logout_token(evil, iat=int(time.time()) + 3600),
    "no time": lambda evil: logout_token(evil, iat=MISSING),
    "no token id": lambda evil: logout_token(evil, jti=MISSING),
    "an empty token id": lambda evil: logout_token(evil, jti=""),
    "a token id that is none": lambda evil: logout_token(evil, jti=7),
    "no event": lambda evil: logout_token(evil, events=MISSING),
    "another event": lambda evil: logout_token(evil, events={"https://other.example/event": {}}),
    "an event that is no object": lambda evil: logout_token(evil, events={EVENT: True}),
    "events that are a list": lambda evil: logout_token(evil, events=[EVENT]),
    "a nonce": lambda evil: logout_token(evil, nonce="nonce"),
    "an empty nonce": lambda evil: logout_token(evil, nonce=None),
    "of nobody": lambda evil: logout_token(evil, sub=MISSING, sid=MISSING),
    "a subject that is none": lambda evil: logout_token(evil, sub=["person-1"]),
    "an empty session": lambda evil: logout_token(evil, sid=""),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_logout_token_ends_nothing(signed_in, hostile, browser, evil, case: str) -> None:
    web = signed_in()
    answer = post(browser(hostile), hostile, BAD[case](evil))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")
    assert answer.json == {"error": "invalid_request"}
    assert is_in(web)


def test_a_good_one_with_another_accepted_signature_is_taken(signed_in, hostile, browser, evil) -> None:
    web = signed_in()
    token = signed(told(evil), EC, alg="ES256", typ="logout+jwt")
    assert post(browser(hostile), hostile, token).status_code == 200
    assert not is_in(web)


def test_a_logout_token_is_taken_once(signed_in, hostile, browser, evil) -> None:
    token = logout_token(evil, sid=MISSING)
    assert post(browser(hostile), hostile, token).status_code == 200
    web = signed_in()
    assert post(browser(hostile), hostile, token).status_code == 400
    assert is_in(web)


def test_a_logout_token_is_no_way_in(hostile, browser, evil) -> None:
    web = browser(hostile)
    asked = parse_qs(urlsplit(hostile.leave(web)).query)
    evil.gives(signed(evil.claims(asked["nonce"][0], email="ada@trust.example"), typ="logout+jwt"))
    assert hostile.come_back(web, {"state": asked["state"][0], "code": "a code"}).status_code == 403


def test_a_hostile_provider_signs_nobody_of_another_school_out(alpha, hostile, browser, evil) -> None:
    web = browser(alpha)
    alpha.sign_in(web)
    for place in (alpha, hostile, replace(alpha, connection_id=hostile.connection_id)):
        post(browser(place), place, logout_token(evil, sub="ada", sid=MISSING))
    assert is_in(web)


def test_an_unknown_connection_is_told_nothing_more(hostile, browser, evil) -> None:
    unknown = replace(hostile, connection_id=new_id())
    answer = post(browser(hostile), unknown, logout_token(evil))
    assert (answer.status_code, answer.json) == (400, {"error": "invalid_request"})


# From our side


@pytest.fixture
def also_there(in_school) -> Callable[[Connected], None]:
    """The school wants people signed out of their account too."""

    def decide(place: Connected) -> None:
        with in_school(place.id) as session:
            session.add(SignInPolicy(sign_out_of_account=True))

    return decide


def sign_out(browser: Web):
    """By the button of the masthead."""
    page = browser.page("/")
    found = page.tree.xpath("//form[contains(@action, '/sign-out')]")[0]
    token = found.xpath(".//input[@name='csrf_token']/@value")[0]
    return browser.client.post(found.get("action"), data={"csrf_token": token})


def onward(answer) -> str:
    content = Page(answer).tree.xpath("//meta[@http-equiv='refresh']/@content")[0]
    return str(content).partition("url=")[2]


def test_signing_out_here_signs_out_there_too(alpha, browser, also_there, provider) -> None:
    also_there(alpha)
    web, there = browser(alpha), requests.Session()
    alpha.come_back(web, walk(alpha.leave(web), "ada", there))
    url = onward(sign_out(web))
    assert not is_in(web)
    asked = parse_qs(urlsplit(url).query)
    assert url.startswith(f"{provider.issuer}/session/end?")
    assert asked["post_logout_redirect_uri"] == [f"http://localhost/schools/{alpha.slug}/sign-in/signed-out"]
    assert "id_token_hint" in asked
    landed = confirmed(there, url)
    assert landed == asked["post_logout_redirect_uri"][0]
    assert Page(web.client.get(urlsplit(landed).path)).heading == "You are signed out"


def confirmed(there: requests.Session, url: str) -> str:
    """Says yes at the provider; where that leads."""
    page = there.get(url)
    assert page.status_code == 200, page.text
    secret = re.search(r'name="xsrf" value="([^"]+)"', page.text)[1]
    action = re.search(r'action="([^"]+)"', page.text)[1]
    answer = there.post(action, data={"xsrf": secret, "logout": "yes"}, allow_redirects=False)
    return str(answer.headers["Location"])


def test_without_the_policy_nobody_is_sent_to_the_provider(alpha, browser) -> None:
    web = browser(alpha)
    alpha.sign_in(web)
    answer = sign_out(web)
    assert (answer.status_code, answer.location) == (303, f"/schools/{alpha.slug}/sign-in")


def test_a_provider_without_such_an_address_is_left_alone(hostile, signed_in, also_there) -> None:
    also_there(hostile)
    assert sign_out(signed_in()).status_code == 303


@pytest.mark.parametrize("address", ["https://10.0.0.1/out", "http://evil.example/out", "javascript:x", 7])
def test_an_address_for_signing_out_that_we_do_not_call_is_not_led_to(
    hostile, signed_in, also_there, evil, connected_app, address: object
) -> None:
    also_there(hostile)
    connected_app.extensions["outside"].providers.forget(evil.issuer)
    evil.metadata["end_session_endpoint"] = address
    answer = sign_out(signed_in())
    connected_app.extensions["outside"].providers.forget(evil.issuer)
    assert answer.status_code == 303


def test_who_came_in_by_a_link_is_not_sent_to_the_provider(alpha, browser, also_there, in_school) -> None:
    also_there(alpha)
    with in_school(alpha.id) as session:
        token = begin_session(session, make_staff(session).id, Door.LINK)
    web = browser(alpha)
    with web.client.session_transaction() as cookie:
        cookie["tokens"] = {alpha.slug: token}
    assert sign_out(web).status_code == 303


def test_the_providers_token_is_sealed_and_gone_with_the_session(
    alpha, browser, also_there, maintenance_engine
) -> None:
    also_there(alpha)
    web = browser(alpha)
    alpha.sign_in(web)
    kept = text("SELECT id_token FROM sessions WHERE school_id = :school")
    with maintenance_engine.connect() as connection:
        sealed = bytes(connection.execute(kept, {"school": alpha.id}).scalar_one())
    assert sealed.startswith(b"gAAAA")
    assert b"eyJ" not in sealed[:20]
    sign_out(web)
    with maintenance_engine.connect() as connection:
        assert connection.execute(kept, {"school": alpha.id}).scalar_one() is None


# A real provider that tells us itself


@pytest.fixture
def told_by_a_real_provider(
    settings, engine, operator, in_school
) -> Iterator[tuple[Connected, Callable[[], Web]]]:
    """Whose back-channel leads to our own socket."""
    school_id, port = make_school(operator), free_port()
    place = Connected(school_id, _slug(engine, school_id), new_id())
    here = f"http://{LOOPBACK}:{port}"
    with IdentityProvider(
        "Gamma",
        [f"{here}{place.callback}"],
        {"ada": ADA},
        logout_url=f"{here}{place.door}/back-channel-logout",
    ) as provider:
        app = create_app(replace(settings, public_url=here, allowed_issuers=(provider.exception,)))
        with in_school(school_id) as session:
            make_connection(session, provider.issuer, CLIENT_SECRET, id=place.connection_id)
            make_staff(session, email=ADA["email"])
        server = make_server(LOOPBACK, port, app, threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield place, lambda: Web(app, place.slug)
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions["engine"].dispose()


def test_signing_out_at_a_real_provider_ends_the_session_here(told_by_a_real_provider) -> None:
    place, browser = told_by_a_real_provider
    web, there = browser(), requests.Session()
    leave = place.leave(web)
    assert place.come_back(web, walk(leave, "ada", there)).status_code == 303
    assert is_in(web)
    page = there.get(f"{urlsplit(leave).scheme}://{urlsplit(leave).netloc}/session/end")
    secret = re.search(r'name="xsrf" value="([^"]+)"', page.text)[1]
    action = re.search(r'action="([^"]+)"', page.text)[1]
    there.post(action, data={"xsrf": secret, "logout": "yes"}, allow_redirects=False)
    assert not is_in(web)
