"""SECURITY.md 1 to 9, by name, against providers that really run: one like Google, one like Microsoft, one hostile."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select, text

from app import create_app
from tenants.base.actor import Role
from tenants.base.ids import new_id
from tenants.base.isolation import sessions
from tenants.outside.addresses import AddressRefused
from tenants.outside.oidc.connection import Kind
from tenants.outside.oidc.failure import SignInFailed
from tenants.outside.oidc.providers import Providers
from tenants.outside.outbound import Outbound
from tenants.sign_in.models import Identity, SignInSession
from tenants.staff.models import Staff
from tests.blueprints.sign_in.conftest import TABLES, Connected, _slug
from tests.blueprints.sign_in.test_connections import answered_by, nonce_of, state_of
from tests.evil_provider import (
    CLIENT_SECRET as EVIL_SECRET,
)
from tests.evil_provider import (
    DOMAIN,
    FOREIGN_RSA,
    MISSING,
    PERSON,
    RSA,
    TENANT,
    EvilProvider,
    by_hand,
    hmac_with,
    public,
    signed,
    unsigned,
)
from tests.factories.connections import make_connection
from tests.factories.schools import make_school
from tests.factories.staff import make_staff
from tests.identity_provider.server import CLIENT_SECRET, IdentityProvider
from tests.identity_provider.walk import walk
from tests.web import Web

EMAIL = f"ada@{DOMAIN}"
GOOGLE_USERS = {
    "ada": {"name": "Ada", "email": EMAIL, "email_verified": True, "hd": DOMAIN},
    "private": {"name": "Ada", "email": EMAIL, "email_verified": True},
    "other": {"name": "Ada", "email": EMAIL, "email_verified": True, "hd": "other.example"},
}
ENTRA_USERS = {
    "ada": {"name": "Ada", "email": EMAIL, "tid": TENANT, "oid": PERSON},
    "other": {"name": "Ada", "email": EMAIL, "tid": "00000000-94c1-4d0e-8a55-0c2b9d1e7f10", "oid": PERSON},
    "moved": {"name": "Ada", "email": f"new@{DOMAIN}", "tid": TENANT, "oid": PERSON},
    "taker": {"name": "Eve", "email": EMAIL, "tid": TENANT, "oid": "another-object"},
}
NAMES = ("google", "entra", "evil", "twin")


@pytest.fixture(scope="module")
def schools(operator_engine, engine) -> dict[str, Connected]:
    with sessions(operator_engine)() as operator:
        ids = {name: make_school(operator) for name in NAMES}
    return {name: Connected(one, _slug(engine, one), new_id()) for name, one in ids.items()}


@pytest.fixture(scope="module")
def like_google(schools) -> Iterator[IdentityProvider]:
    callbacks = [f"http://localhost{schools[name].callback}" for name in ("google", "twin")]
    with IdentityProvider("Google", callbacks, GOOGLE_USERS) as running:
        yield running


@pytest.fixture(scope="module")
def like_entra(schools) -> Iterator[IdentityProvider]:
    callbacks = [f"http://localhost{schools['entra'].callback}"]
    with IdentityProvider("Microsoft", callbacks, ENTRA_USERS, path=f"/{TENANT}/v2.0") as running:
        yield running


@pytest.fixture(scope="module")
def three_app(settings, engine, like_google, like_entra, evil_provider) -> Iterator[Flask]:
    allowed = (like_google.exception, like_entra.exception, evil_provider.host)
    made = create_app(replace(settings, allowed_issuers=allowed))
    made.testing = True
    yield made
    made.extensions["engine"].dispose()


@pytest.fixture
def places(in_school, maintenance_engine, schools, like_google, like_entra, evil) -> Iterator[dict]:
    """Each with Ada on its staff list, by the same address; gone after the test."""
    told = {
        "google": (like_google.issuer, CLIENT_SECRET, Kind.GOOGLE),
        "entra": (like_entra.issuer, CLIENT_SECRET, Kind.ENTRA),
        "evil": (evil.issuer, EVIL_SECRET, Kind.ANY),
        "twin": (like_google.issuer, CLIENT_SECRET, Kind.GOOGLE),
    }
    for name, place in schools.items():
        issuer, secret, kind = told[name]
        with in_school(place.id) as session:
            make_connection(
                session,
                issuer,
                secret,
                id=place.connection_id,
                kind=kind.value,
                domains=[DOMAIN],
                tenant_id=TENANT,
            )
            make_staff(session, Role.IT_LEAD, name="Ada", email=EMAIL)
    yield schools
    with maintenance_engine.begin() as connection:
        for table in TABLES:
            ids = {"ids": [place.id for place in schools.values()]}
            connection.execute(text(f"DELETE FROM {table} WHERE school_id = ANY(:ids)"), ids)


@pytest.fixture
def browser(three_app) -> Callable[[Connected], Web]:
    return lambda place: Web(three_app, place.slug)


def is_in(web: Web) -> bool:
    return web.get("/").status_code == 200


def test_1_a_provider_speaks_for_its_own_school_alone(places, browser, evil, in_school) -> None:
    """Another school's email, subject, name and issuer: asserted, signed, and worth nothing there."""
    google, hostile = places["google"], places["evil"]
    assert google.sign_in(browser(google)).status_code == 303
    web = browser(hostile)
    answered_by(evil, hostile, web, sub="ada", email=EMAIL, name="Ada")
    assert is_in(web)
    for name in ("google", "entra", "twin"):
        assert web.client.get(f"/schools/{places[name].slug}/").status_code == 303
        with in_school(places[name].id) as session:
            expected = 1 if name == "google" else 0
            assert places[name].count(session, Identity) == expected
            assert places[name].count(session, SignInSession) == expected


def test_1_the_same_account_of_the_same_provider_is_another_identity_in_each_school(
    places, browser, in_school
) -> None:
    for name in ("google", "twin"):
        assert places[name].sign_in(browser(places[name])).status_code == 303
    found = []
    for name in ("google", "twin"):
        with in_school(places[name].id) as session:
            found.append(session.scalars(select(Identity)).one())
    assert found[0].subject == found[1].subject
    assert found[0].issuer == found[1].issuer
    assert found[0].staff_id != found[1].staff_id
    assert found[0].connection_id != found[1].connection_id


def test_2_entra_the_right_address_of_a_wrong_directory_is_refused(places, browser) -> None:
    entra = places["entra"]
    web = browser(entra)
    assert entra.sign_in(web, "other").status_code == 403
    assert not is_in(web)
    assert entra.sign_in(web, "ada").status_code == 303


def test_2_entra_an_address_that_changes_at_the_provider_never_links_anew(places, browser, in_school) -> None:
    """The same object with a new address stays who it was; another object that takes the old address over is
    nobody."""
    entra = places["entra"]
    assert entra.sign_in(browser(entra), "ada").status_code == 303
    assert entra.sign_in(browser(entra), "moved").status_code == 303
    assert entra.sign_in(browser(entra), "taker").status_code == 403
    with in_school(entra.id) as session:
        assert session.scalars(select(Identity.subject)).all() == [PERSON]


def test_3_google_the_signed_domain_counts_and_the_requests_is_a_hint(places, browser) -> None:
    google = places["google"]
    web = browser(google)
    assert parse_qs(urlsplit(google.leave(web)).query)["hd"] == [DOMAIN]
    for subject in ("private", "other"):
        assert google.sign_in(web, subject).status_code == 403
    assert not is_in(web)
    assert google.sign_in(web, "ada").status_code == 303


def test_4_the_issuer_is_never_a_pattern(places, browser, evil, three_app) -> None:
    hostile = places["evil"]
    three_app.extensions["outside"].providers.forget(evil.issuer)
    evil.metadata["issuer"] = "https://login.microsoftonline.com/{tenantid}/v2.0"
    assert browser(hostile).client.get(hostile.door).status_code == 403


@pytest.mark.parametrize(
    "directory", ["common", "organizations", "consumers", "9188040d-6c67-4ce5-b112-36a304b66dad"]
)
def test_4_microsofts_directories_of_everybody_are_no_schools(places, browser, directory: str) -> None:
    entra = places["entra"]
    web = browser(entra)
    entra.sign_in(web)
    path = f"/school-sign-in/{entra.connection_id}/settings"
    assert web.refused(path, {"tenant_id": directory, "client_secret": "x"}).errors()


def test_5_a_code_from_one_provider_at_the_others_callback_is_refused(places, browser, evil) -> None:
    google, hostile = places["google"], places["evil"]
    web = browser(google)
    back = walk(google.leave(web), "ada")
    hostile.leave(web)
    assert hostile.come_back(web, back).status_code == 403
    assert evil.times_asked("/token") == 0, "the code never went there"
    assert google.come_back(web, {**back, "iss": evil.issuer}).status_code == 403
    assert google.come_back(web, back).status_code == 403, "and the state is spent"
    assert not is_in(web)


def test_5_state_nonce_and_pkce_always(places, browser) -> None:
    for place in places.values():
        asked = parse_qs(urlsplit(place.leave(browser(place))).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert all(len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))


BAD = {
    "unsigned": lambda evil, nonce: by_hand({"alg": "none"}, evil.claims(nonce), unsigned),
    "HS256 with the public key": lambda evil, nonce: by_hand(
        {"alg": "HS256", "kid": "rsa"}, evil.claims(nonce), hmac_with(RSA.as_pem(private=False))
    ),
    "wrong audience": lambda evil, nonce: signed(evil.claims(nonce, aud="another")),
    "expired": lambda evil, nonce: signed(evil.claims(nonce, exp=1_700_000_000)),
    "from the future": lambda evil, nonce: signed(evil.claims(nonce, iat=4_000_000_000, exp=4_000_000_300)),
    "unknown key": lambda evil, nonce: signed(evil.claims(nonce), FOREIGN_RSA, kid="new"),
    "another key of that name": lambda evil, nonce: signed(evil.claims(nonce), FOREIGN_RSA, kid="rsa"),
    "its own key brought along": lambda evil, nonce: signed(
        evil.claims(nonce), FOREIGN_RSA, kid=MISSING, jwk=public(FOREIGN_RSA)
    ),
    "another nonce": lambda evil, nonce: signed(evil.claims("another")),
}


@pytest.mark.parametrize("token", BAD)
def test_6_a_bad_token_signs_nobody_in(places, browser, evil: EvilProvider, in_school, token: str) -> None:
    hostile = places["evil"]
    web = browser(hostile)
    url = hostile.leave(web)
    evil.gives(BAD[token](evil, nonce_of(url)))
    assert hostile.come_back(web, {"state": state_of(url), "code": "a code"}).status_code == 403
    assert not is_in(web)
    with in_school(hostile.id) as session:
        assert hostile.count(session, Identity) == 0


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "%2F%2Fevil.example", "https://a@evil.example", "/schools/other/"],
)
def test_7_neither_next_nor_state_leads_out_of_the_schools_space(places, browser, target: str) -> None:
    google = places["google"]
    assert google.sign_in(browser(google), target=target).location == f"/schools/{google.slug}/"
    answer = google.come_back(browser(google), {"state": target, "code": "a code"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "issuer",
    [
        "http://127.0.0.1",
        "https://127.0.0.1",
        "https://localhost",
        "https://10.0.0.1",
        "https://192.168.0.1",
        "https://169.254.169.254",
        "https://[::1]",
        "https://2130706433",
        "https://metadata",
        "ftp://accounts.example",
    ],
)
def test_8_a_typed_address_is_no_way_into_our_network(issuer: str) -> None:
    """The guard with no exceptions set, as in production."""
    with pytest.raises(SignInFailed) as refused:
        Providers(Outbound()).provider(issuer)
    assert refused.value.kind == "address_refused"
    with pytest.raises(AddressRefused):
        Outbound().check(issuer)


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1"]
)
def test_8_a_public_name_that_leads_inside_is_not_called(ip: str) -> None:
    inside = Outbound(resolver=lambda host, port: [ip])
    with pytest.raises(AddressRefused):
        inside.fetch_json("https://accounts.example/.well-known/openid-configuration")


def test_8_the_stand_ins_of_tests_stop_a_public_server_from_starting(settings) -> None:
    assert Outbound()._exceptions == frozenset()
    assert settings.exceptions == ()


def test_9_an_account_that_matches_nobody_creates_nothing(places, browser, evil, in_school) -> None:
    hostile = places["evil"]
    web = browser(hostile)
    answer = answered_by(evil, hostile, web, sub="stranger", email="stranger@elsewhere.example")
    assert answer.status_code == 403
    with in_school(hostile.id) as session:
        counts = [hostile.count(session, one) for one in (Identity, SignInSession, Staff)]
    assert counts == [0, 0, 1]
