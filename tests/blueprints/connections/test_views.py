"""Setting up the school's own sign-in, through its pages and a real provider."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, text

from app import create_app
from tenants.base.actor import Role
from tenants.base.history import HistoryEntry
from tenants.outside.oidc.connection import CONSUMER_DIRECTORY
from tenants.sign_in.models import Connection
from tests.evil_provider import CLIENT_SECRET, EvilProvider
from tests.factories.staff import make_staff
from tests.page import Page
from tests.web import Person, Web

START = "/school-sign-in"
NEW = f"{START}/new"
TENANT = "6F1D3A52-94c1-4d0e-8a55-0c2b9d1e7f10"


@pytest.fixture(scope="module")
def running() -> Iterator[EvilProvider]:
    with EvilProvider() as provider:
        yield provider


@pytest.fixture
def provider(running: EvilProvider) -> EvilProvider:
    """It can be hostile; left alone it is honest."""
    running.reset()
    return running


@pytest.fixture(scope="module")
def connecting_app(settings, engine, running) -> Iterator[Flask]:
    made = create_app(replace(settings, allowed_issuers=(running.host,)))
    made.testing = True
    yield made
    made.extensions["engine"].dispose()


@pytest.fixture
def person(connecting_app, in_school) -> Person:
    return Person(connecting_app, in_school)


@pytest.fixture
def it_lead(in_school, school_id, person) -> Web:
    with in_school(school_id) as session:
        ivy = make_staff(session, Role.IT_LEAD, email="ada@alpha.example")
    return person(school_id, ivy.id)


@pytest.fixture
def look(in_school, school_id):
    def connection() -> Connection:
        with in_school(school_id) as session:
            return session.scalars(select(Connection)).one()

    return connection


def filled_in(provider: EvilProvider, **changes: str) -> dict[str, str]:
    return {"issuer": provider.issuer, "client_id": "lectern", "client_secret": CLIENT_SECRET, **changes}


def choose(web: Web, kind: str) -> None:
    assert web.submitted(KIND, {"kind": kind}) == web.address(SETTINGS)


def set_up(web: Web, provider: EvilProvider) -> None:
    choose(web, "any")
    web.submitted(SETTINGS, filled_in(provider))


def switch_on(web: Web) -> None:
    assert web.submitted(START, form="/on") == web.address(START)


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.IT_LEAD])
def test_heads_deputies_and_it_leads_look_after_it(in_school, school_id, person, role: Role) -> None:
    with in_school(school_id) as session:
        one = make_staff(session, role)
    assert "Not set up yet" in person(school_id, one.id).page(START).text


@pytest.mark.parametrize("role", [Role.PROGRAMME_LEAD, Role.MENTOR, Role.ASSESSOR, Role.BUSINESS_MANAGER])
def test_nobody_else_finds_it(in_school, school_id, person, it_lead, provider, role: Role) -> None:
    set_up(it_lead, provider)
    with in_school(school_id) as session:
        one = make_staff(session, role)
    web = person(school_id, one.id)
    for path in (START, KIND, SETTINGS, OFF):
        web.page(path, 404)


def test_another_schools_it_lead_finds_nothing_of_it(
    in_school, other_school_id, person, it_lead, provider
) -> None:
    set_up(it_lead, provider)
    with in_school(other_school_id) as session:
        other = make_staff(session, Role.IT_LEAD)
    web = person(other_school_id, other.id)
    assert "Not set up yet" in web.page(START).text
    web.page(SETTINGS, 404)
    assert web.client.get(it_lead.address(START)).status_code == 303


def test_from_nothing_to_signing_in(it_lead, connecting_app, provider, look) -> None:
    set_up(it_lead, provider)
    assert "Off" in it_lead.page(START).text
    switch_on(it_lead)
    assert it_lead.page(START).text.startswith("The school sign-in is on.")
    visitor = Web(connecting_app, it_lead.slug)
    assert "Sign in with your school account" in visitor.page("/sign-in").text
    assert visitor.get("/sign-in/connection").location.startswith(f"{provider.issuer}/authorize?")


def test_the_redirect_address_on_the_page_is_the_one_that_is_sent(it_lead, provider) -> None:
    set_up(it_lead, provider)
    shown = it_lead.page(SETTINGS).tree.xpath("//textarea[@id='callback']/text()")
    switch_on(it_lead)
    url = Page(it_lead.get("/sign-in/connection")).answer.location
    assert f"redirect_uri={shown[0].replace(':', '%3A').replace('/', '%2F')}" in url


def test_the_secret_is_sealed_and_never_shown(it_lead, provider, maintenance_engine, look) -> None:
    set_up(it_lead, provider)
    for path in (START, SETTINGS):
        assert CLIENT_SECRET not in it_lead.get(path).text
    refused = it_lead.submit(SETTINGS, filled_in(provider, client_id=""))
    assert (refused.status_code, CLIENT_SECRET in refused.text) == (422, False)
    with maintenance_engine.connect() as connection:
        kept = connection.execute(
            text("SELECT client_secret FROM connections WHERE id = :id"), {"id": look().id}
        ).scalar_one()
    assert CLIENT_SECRET.encode() not in bytes(kept)
    assert look().client_secret == CLIENT_SECRET


def test_an_empty_secret_keeps_the_one_we_have(it_lead, provider, look) -> None:
    set_up(it_lead, provider)
    it_lead.submitted(SETTINGS, {"client_id": "another"})
    assert (look().client_id, look().client_secret) == ("another", CLIENT_SECRET)


def test_the_kept_secret_is_not_sent_to_another_address(it_lead, provider, look) -> None:
    set_up(it_lead, provider)
    page = it_lead.refused(SETTINGS, {"issuer": "https://evil.example"})
    assert page.errors() == ["Enter this provider's client secret: the one we keep belongs to another."]
    assert look().issuer == provider.issuer


def test_changed_settings_switch_it_off(it_lead, provider, look) -> None:
    set_up(it_lead, provider)
    switch_on(it_lead)
    it_lead.submitted(SETTINGS)
    assert look().enabled_at is not None, "saving what stands there changes nothing"
    it_lead.submitted(SETTINGS, {"client_secret": "renewed"})
    assert look().enabled_at is None


def test_another_kind_begins_anew(it_lead, provider, look) -> None:
    set_up(it_lead, provider)
    switch_on(it_lead)
    before = look().id
    choose(it_lead, "google")
    kept = look()
    assert (kept.kind, kept.issuer, kept.client_secret, kept.enabled_at) == ("google", "", "", None)
    assert kept.id == before


def test_choosing_the_same_kind_again_keeps_everything(it_lead, provider, look) -> None:
    set_up(it_lead, provider)
    switch_on(it_lead)
    choose(it_lead, "any")
    assert (look().issuer, look().enabled_at is None) == (provider.issuer, False)


def test_google_and_microsoft_need_no_address(it_lead, look) -> None:
    choose(it_lead, "google")
    it_lead.submitted(
        SETTINGS, {"domains": "@Alpha.example, staff.alpha.example", "client_id": "a", "client_secret": "b"}
    )
    assert look().issuer == "https://accounts.google.com"
    assert look().domains == ["alpha.example", "staff.alpha.example"]
    shown = it_lead.page(SETTINGS).form(0, "").standing()
    assert shown["domains"] == "alpha.example, staff.alpha.example"
    choose(it_lead, "entra")
    assert it_lead.page(SETTINGS).form(0, "").standing()["domains"] == ""
    it_lead.submitted(
        SETTINGS,
        {"tenant_id": TENANT, "domains": "alpha.example", "client_id": "a", "client_secret": "b"},
    )
    assert look().issuer == f"https://login.microsoftonline.com/{TENANT.lower()}/v2.0"


@pytest.mark.parametrize(
    ("kind", "changes", "error"),
    [
        ("any", {"issuer": ""}, "Enter the issuer"),
        ("any", {"client_id": " "}, "Enter the client ID"),
        ("any", {"client_id": "\u202eabc"}, "Enter the client ID exactly as your provider shows it."),
        ("any", {"client_secret": ""}, "Enter the client secret"),
        ("any", {"client_secret": "Ünlikely"}, "Enter the client secret exactly as your provider shows it."),
        ("any", {"issuer": "https://10.0.0.1"}, "The address must name a public web server."),
        ("any", {"issuer": "http://169.254.169.254"}, "The address must begin with https://"),
        ("any", {"issuer": "https://localhost:1"}, "The address must not use port 1."),
        ("any", {"issuer": "https://user@accounts.example"}, "The address must not carry a user name"),
        ("any", {"issuer": "https://Accounts.Google.com"}, "This is Google."),
        ("any", {"issuer": "https://login.microsoftonline.com/common/v2.0"}, "This is Microsoft."),
        ("google", {"domains": "alpha example"}, "'alpha' is not a domain."),
        ("google", {"domains": ", @"}, "Enter the domain of your Google accounts."),
        ("entra", {"domains": ";"}, "Enter the domain of your e-mail addresses. Without it"),
        ("entra", {"tenant_id": "common"}, "Enter your directory (tenant) ID: 32 letters"),
        (
            "entra",
            {"tenant_id": str(CONSUMER_DIRECTORY)},
            "This is Microsoft's directory of personal accounts",
        ),
    ],
)
def test_what_cannot_be_a_connection_is_refused_with_what_was_typed_kept(
    it_lead, provider, look, kind: str, changes: dict[str, str], error: str
) -> None:
    choose(it_lead, kind)
    shown = it_lead.page(SETTINGS).form(0, "").standing()
    whole = filled_in(provider, domains="alpha.example", tenant_id=TENANT) | changes
    page = it_lead.refused(SETTINGS, {name: value for name, value in whole.items() if name in shown})
    assert [words for words in page.errors() if words.startswith(error)], page.errors()
    kept = page.form(0, "").standing()
    assert {name: kept[name] for name in changes if name != "client_secret"} == {
        name: value.strip() for name, value in changes.items() if name != "client_secret"
    }
    assert look().client_id == ""


@pytest.mark.parametrize(
    ("trick", "words"),
    [
        ({"issuer": "https://other.example"}, "The provider calls itself by another address"),
        ({"token_endpoint": "https://10.0.0.1/token"}, "may not be called from here"),
        ({"id_token_signing_alg_values_supported": ["none"]}, "does not accept our settings"),
        ({"jwks_uri": "https://keys.invalid/"}, "did not give a usable answer"),
    ],
)
def test_a_provider_that_is_not_in_order_is_not_switched_on(
    it_lead, connecting_app, provider, look, trick: dict[str, object], words: str
) -> None:
    forget_what_is_kept(connecting_app)
    set_up(it_lead, provider)
    provider.metadata.update(trick)
    page = it_lead.refused(START, form="/on")
    assert words in page.errors()[0]
    assert look().enabled_at is None
    provider.reset()
    forget_what_is_kept(connecting_app)
    switch_on(it_lead)


def second_tab(web: Web) -> Web:
    """The same person, so that two requests can be under way at once."""
    other = Web(web.app, web.slug)
    with web.client.session_transaction() as cookie, other.client.session_transaction() as copied:
        copied.update(cookie)
    return other


def forget_what_is_kept(app: Flask) -> None:
    providers = app.extensions["outside"].providers
    for kept in (providers._metadata, providers._keys):
        kept._entries.clear()


def test_the_same_button_pressed_again_after_a_refusal_is_no_double_post(
    it_lead, connecting_app, provider, look
) -> None:
    """The page that refused carries the same key: the second press must be taken."""
    forget_what_is_kept(connecting_app)
    set_up(it_lead, provider)
    provider.pages["/keys"] = (500, {}, b"")
    form = it_lead.refused(START, form="/on").form("/on", "")
    provider.pages.clear()
    answer = it_lead.client.post(form.action, data=form.standing())
    assert answer.status_code == 303
    assert look().enabled_at is not None
    again = it_lead.client.post(form.action, data=form.standing())
    assert (again.status_code, again.location) == (303, answer.location)


def test_a_double_press_while_the_first_is_still_looking_leads_to_the_same_place(
    it_lead, connecting_app, provider, in_school, school_id, monkeypatch
) -> None:
    """The second press comes while the provider is being asked for the first."""
    forget_what_is_kept(connecting_app)
    set_up(it_lead, provider)
    form = it_lead.page(START).form("/on", "")
    second = second_tab(it_lead)
    answers = []

    def meanwhile(path: str):
        monkeypatch.undo()
        answers.append(second.client.post(form.action, data=form.standing()))
        return EvilProvider.answer(provider, path)

    monkeypatch.setattr(provider, "answer", meanwhile)
    answers.append(it_lead.client.post(form.action, data=form.standing()))
    assert [(one.status_code, one.location) for one in answers] == [(303, it_lead.address(START))] * 2
    with in_school(school_id) as session:
        done = session.scalars(
            select(HistoryEntry.action).where(HistoryEntry.action == "connection:switch_on")
        )
        assert len(done.all()) == 1


def test_a_press_that_was_overtaken_by_its_double_does_nothing_more(
    it_lead, connecting_app, provider, look, monkeypatch
) -> None:
    """The double switched it on, and somebody switched it off again: the first press must not undo that."""
    forget_what_is_kept(connecting_app)
    set_up(it_lead, provider)
    form = it_lead.page(START).form("/on", "")
    second = second_tab(it_lead)

    def meanwhile(path: str):
        monkeypatch.undo()
        second.client.post(form.action, data=form.standing())
        second.submitted(OFF)
        return EvilProvider.answer(provider, path)

    monkeypatch.setattr(provider, "answer", meanwhile)
    assert it_lead.client.post(form.action, data=form.standing()).status_code == 303
    assert look().enabled_at is None


def test_settings_changed_while_we_look_are_not_switched_on(
    it_lead, connecting_app, provider, look, in_school, school_id, monkeypatch
) -> None:
    forget_what_is_kept(connecting_app)
    set_up(it_lead, provider)

    def meanwhile(path: str):
        with in_school(school_id) as session:
            session.execute(text("UPDATE connections SET version = version + 1"))
        return EvilProvider.answer(provider, path)

    monkeypatch.setattr(provider, "answer", meanwhile)
    page = it_lead.refused(START, form="/on")
    assert page.errors() == ["The settings were changed while we looked at them. Switch it on once more."]
    assert look().enabled_at is None


def test_two_people_who_change_the_settings_lose_nothing_and_no_secret_is_shown(
    it_lead, provider, look
) -> None:
    set_up(it_lead, provider)
    old = it_lead.page(SETTINGS).form(0, it_lead.address(SETTINGS))
    it_lead.submitted(SETTINGS, {"client_id": "theirs"})
    stale = {**old.standing(), "client_id": "mine", "client_secret": "my new secret"}
    answer = it_lead.client.post(old.action, data=stale)
    assert answer.status_code == 409
    assert "theirs" in Page(answer).text
    assert "my new secret" not in answer.text
    only_secret = {**old.standing(), "client_id": "theirs", "form_key": "", "client_secret": "my new secret"}
    answer = it_lead.client.post(old.action, data=only_secret)
    assert (answer.status_code, "my new secret" in answer.text) == (409, False)
    assert (look().client_id, look().client_secret) == ("theirs", CLIENT_SECRET)


def test_it_is_switched_off_on_a_page_of_its_own(it_lead, connecting_app, provider, look) -> None:
    set_up(it_lead, provider)
    switch_on(it_lead)
    it_lead.submitted(OFF)
    assert look().enabled_at is None
    assert "With your school account" not in Web(connecting_app, it_lead.slug).page("/sign-in").text


def test_the_way_of_a_connection_is_recorded_without_its_values(
    it_lead, provider, in_school, school_id
) -> None:
    set_up(it_lead, provider)
    switch_on(it_lead)
    it_lead.submitted(OFF)
    with in_school(school_id) as session:
        entries = session.execute(select(HistoryEntry.action, HistoryEntry.fields).order_by(HistoryEntry.id))
        found = [(action, fields) for action, fields in entries if action.startswith("connection:")]
    assert found == [
        ("connection:choose", []),
        ("connection:change", ["client_id", "client_secret", "issuer"]),
        ("connection:switch_on", []),
        ("connection:switch_off", []),
    ]
