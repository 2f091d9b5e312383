"""Setting up the school's own sign-in, through its pages and a real provider."""

from datetime import date

import pytest
from sqlalchemy import select, text

from tenants.base.actor import Role
from tenants.base.history import HistoryEntry
from tenants.base.outbox import OutboxMessage
from tenants.outside.oidc.connection import CONSUMER_DIRECTORY
from tenants.sign_in.models import Connection, ConnectionAttempt, Identity, SignInSession
from tests.blueprints.connections.conftest import START, begin
from tests.evil_provider import CLIENT_SECRET, MISSING, EvilProvider
from tests.factories.staff import make_staff
from tests.page import Page
from tests.web import Web

TENANT = "6F1D3A52-94c1-4d0e-8a55-0c2b9d1e7f10"


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.IT_LEAD])
def test_heads_deputies_and_it_leads_look_after_it(in_school, school_id, person, role: Role) -> None:
    with in_school(school_id) as session:
        one = make_staff(session, role)
    assert "Not set up yet" in person(school_id, one.id).page(START).text


@pytest.mark.parametrize("role", [Role.PROGRAMME_LEAD, Role.MENTOR, Role.ASSESSOR, Role.BUSINESS_MANAGER])
def test_nobody_else_finds_it(in_school, school_id, person, place, role: Role) -> None:
    with in_school(school_id) as session:
        one = make_staff(session, role)
    web = person(school_id, one.id)
    for path in (START, f"{START}/new", place.path, place.settings, place.off, place.removal):
        web.page(path, 404)


def test_another_schools_it_lead_finds_nothing_of_it(
    in_school, other_school_id, person, it_lead, place
) -> None:
    with in_school(other_school_id) as session:
        other = make_staff(session, Role.IT_LEAD)
    web = person(other_school_id, other.id)
    assert "Not set up yet" in web.page(START).text
    own = place.path.removeprefix(f"/schools/{it_lead.slug}")
    assert web.get(own).status_code == 404
    assert web.client.get(it_lead.address(START)).status_code == 303


def test_from_nothing_to_signing_in(it_lead, head, place, connecting_app, provider) -> None:
    assert "Worked" in place.try_it(it_lead).text
    place.switch_on(head)
    visitor = Web(connecting_app, it_lead.slug)
    door = next(link for link in visitor.page("/sign-in").links() if "/sign-in/connections/" in link)
    assert visitor.client.get(door).location.startswith(f"{provider.issuer}/authorize?")


def test_the_redirect_address_on_the_page_is_the_one_that_is_sent(it_lead, place) -> None:
    shown = it_lead.page(place.settings).tree.xpath("//textarea[@id='callback']/text()")
    assert f"redirect_uri={shown[0].replace(':', '%3A').replace('/', '%2F')}" in place.leave(it_lead)


def test_the_secret_is_sealed_and_never_shown(it_lead, place, maintenance_engine, look) -> None:
    for path in (START, place.path, place.settings):
        assert CLIENT_SECRET not in it_lead.get(path).text
    refused = it_lead.submit(place.settings, place.filled_in(client_id=""))
    assert (refused.status_code, CLIENT_SECRET in refused.text) == (422, False)
    with maintenance_engine.connect() as connection:
        kept = connection.execute(
            text("SELECT client_secret FROM connections WHERE id = :id"), {"id": look().id}
        ).scalar_one()
    assert CLIENT_SECRET.encode() not in bytes(kept)
    assert look().client_secret == CLIENT_SECRET


def test_an_empty_secret_keeps_the_one_we_have(it_lead, place, look) -> None:
    it_lead.submitted(place.settings, {"client_id": "another"})
    assert (look().client_id, look().client_secret) == ("another", CLIENT_SECRET)


def test_the_kept_secret_is_not_sent_to_another_address(it_lead, place, provider, look) -> None:
    page = it_lead.refused(place.settings, {"issuer": "https://evil.example"})
    assert page.errors() == ["Enter this provider's client secret: the one we keep belongs to another."]
    assert look().issuer == provider.issuer


def test_a_change_of_whom_it_lets_in_switches_it_off(it_lead, head, place, look) -> None:
    place.try_it(it_lead)
    place.switch_on(head)
    it_lead.submitted(place.settings)
    assert look().enabled_at is not None, "saving what stands there changes nothing"
    it_lead.submitted(place.settings, {"client_id": "another"})
    assert look().enabled_at is None


def test_a_renewed_secret_leaves_it_on_and_can_be_tried(it_lead, head, place, look) -> None:
    place.try_it(it_lead)
    place.switch_on(head)
    it_lead.submitted(place.settings, {"client_secret": "renewed"})
    assert (look().client_secret, look().enabled_at is None, look().is_tested) == ("renewed", False, False)
    assert "It worked with earlier settings" in it_lead.page(place.path).text


def test_the_day_when_the_secret_runs_out_is_asked_for_and_shown(it_lead, place, look) -> None:
    form = it_lead.page(place.settings).form(0, it_lead.address(place.settings))
    data = form.data({}) | {"secret_expires_on": ["27", "3", "2028"]}
    assert it_lead.client.post(form.action, data=data).status_code == 303
    assert look().secret_expires_on == date(2028, 3, 27)
    assert "runs out on 27 March 2028" in it_lead.page(place.path).text


def test_a_day_that_has_passed_is_not_the_secrets_last(it_lead, place) -> None:
    form = it_lead.page(place.settings).form(0, it_lead.address(place.settings))
    data = form.data({}) | {"secret_expires_on": ["1", "1", "2020"]}
    page = Page(it_lead.client.post(form.action, data=data))
    assert page.errors() == ["This day has passed. Enter the last day of the secret that works now."]


def test_two_connections_must_be_told_apart_by_name(it_lead, place, provider) -> None:
    other = begin(it_lead, provider)
    page = it_lead.refused(other.settings, other.filled_in())
    assert page.errors()[0].startswith("Your school has another connection like this one.")
    it_lead.submitted(other.settings, other.filled_in(name="Trust office"))


def test_a_school_has_several_connections_each_with_its_own_callback(
    it_lead, head, place, provider, connecting_app
) -> None:
    other = begin(it_lead, provider)
    it_lead.submitted(other.settings, other.filled_in(name="Trust office"))
    for one in (place, other):
        one.try_it(it_lead)
        one.switch_on(head)
    page = Web(connecting_app, it_lead.slug).page("/sign-in")
    assert "Sign in with school account" in page.text
    assert "Sign in with Trust office" in page.text
    addresses = {
        it_lead.page(one.settings).tree.xpath("//textarea[@id='callback']/text()")[0]
        for one in (place, other)
    }
    assert len(addresses) == 2


def test_a_school_has_six_connections_at_most(it_lead, provider) -> None:
    for _ in range(6):
        begin(it_lead, provider)
    assert "A school can have 6 connections" in it_lead.refused(f"{START}/new", {"kind": "any"}).errors()[0]


def test_google_and_microsoft_need_no_address(it_lead, provider, in_school, school_id) -> None:
    google = begin(it_lead, provider, "google")
    typed = {"domains": "@Alpha.example, staff.alpha.example", "client_id": "a", "client_secret": "b"}
    it_lead.submitted(google.settings, typed)
    entra = begin(it_lead, provider, "entra")
    it_lead.submitted(
        entra.settings,
        {"tenant_id": TENANT, "domains": "alpha.example", "client_id": "a", "client_secret": "b"},
    )
    with in_school(school_id) as session:
        issuers = session.scalars(select(Connection.issuer).order_by(Connection.id)).all()
    assert issuers == [
        "https://accounts.google.com",
        f"https://login.microsoftonline.com/{TENANT.lower()}/v2.0",
    ]
    shown = it_lead.page(google.settings).form(0, "").standing()
    assert shown["domains"] == "alpha.example, staff.alpha.example"


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
        ("entra", {"domains": ";"}, "Enter the domain of your email addresses. Without it"),
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
    place = begin(it_lead, provider, kind)
    shown = it_lead.page(place.settings).form(0, "").standing()
    whole = place.filled_in(domains="alpha.example", tenant_id=TENANT) | changes
    page = it_lead.refused(place.settings, {name: value for name, value in whole.items() if name in shown})
    assert [words for words in page.errors() if words.startswith(error)], page.errors()
    kept = page.form(0, "").standing()
    assert {name: kept[name] for name in changes if name != "client_secret"} == {
        name: value.strip() for name, value in changes.items() if name != "client_secret"
    }
    assert look().client_id == ""


# The test sign-in


def test_a_test_lets_nobody_in_and_links_nobody(it_lead, place, in_school, school_id) -> None:
    place.try_it(it_lead)
    with in_school(school_id) as session:
        assert session.scalars(select(Identity)).all() == []
        assert session.scalars(select(SignInSession.door)).all() == ["link"]


@pytest.mark.parametrize(
    ("trick", "words"),
    [
        ({"issuer": "https://other.example"}, "The provider gives another address for itself"),
        ({"token_endpoint": "https://10.0.0.1/token"}, "may not be called from here"),
        ({"id_token_signing_alg_values_supported": ["none"]}, "does not accept our settings"),
        ({"jwks_uri": "http://127.0.0.1:1/keys"}, "may not be called from here"),
    ],
)
def test_a_provider_that_is_not_in_order_is_told_of_before_anybody_leaves(
    it_lead, head, place, provider, look, trick: dict[str, object], words: str
) -> None:
    provider.metadata.update(trick)
    assert it_lead.submitted(place.path, form="/test") == it_lead.address(place.path)
    assert words in it_lead.page(place.path).text
    assert not look().is_tested
    provider.reset()
    assert "Worked" in place.try_it(it_lead).text, "what was put right there is seen at once"


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"aud": "another"}, "made for another application"),
        ({"email": MISSING}, "lacks something that we need"),
        ({"email_verified": False}, "does not say that the email address is verified"),
        ({"email": "nobody@alpha.example"}, "The account's address is nobody@alpha.example"),
    ],
)
def test_each_failure_of_a_test_is_told_in_plain_words(it_lead, place, look, claims, words: str) -> None:
    assert words in place.try_it(it_lead, **claims).text
    assert look().enabled_at is None


@pytest.mark.parametrize(
    ("kind", "claims", "words"),
    [
        ("google", {"hd": "other.example"}, "another domain or directory"),
        ("entra", {"tid": "00000000-94c1-4d0e-8a55-0c2b9d1e7f10"}, "another domain or directory"),
    ],
)
def test_an_account_of_the_wrong_tenant_is_told_of(
    it_lead, provider, in_school, school_id, kind: str, claims, words: str
) -> None:
    place = begin(it_lead, provider, kind)
    typed = {"domains": "alpha.example", "client_id": "lectern", "client_secret": CLIENT_SECRET}
    it_lead.submitted(place.settings, typed | ({"tenant_id": TENANT} if kind == "entra" else {}))
    with in_school(school_id) as session:
        session.scalars(select(Connection)).one().issuer = provider.issuer
    assert words in place.try_it(it_lead, **claims).text


@pytest.mark.parametrize(("minutes", "words"), [(17, "17 min ahead of ours"), (-21, "21 min behind ours")])
def test_a_clock_that_is_wrong_is_told_of_with_the_difference(
    it_lead, place, provider, minutes: int, words: str
) -> None:
    url = place.leave(it_lead)
    provider.minutes_ahead = minutes
    answer = place.come_back(it_lead, url)
    assert answer.status_code == 303
    text_ = it_lead.page(place.path).text
    assert "Check the clock of the provider" in text_
    assert words in text_


def test_nobody_brings_the_answer_to_somebody_elses_test(it_lead, head, place, look) -> None:
    url = place.leave(it_lead)
    with it_lead.client.session_transaction() as cookie:
        browser = cookie["browser"]
    with head.client.session_transaction() as cookie:
        cookie["browser"] = browser
    assert place.come_back(head, url).status_code == 403
    assert look().tested_at is None


def test_a_test_of_settings_that_changed_meanwhile_does_not_count(it_lead, place, look) -> None:
    url = place.leave(it_lead)
    it_lead.submitted(place.settings, {"client_id": "another"})
    place.come_back(it_lead, url)
    assert not look().is_tested


def test_nothing_is_tested_before_it_is_filled_in(it_lead, provider) -> None:
    place = begin(it_lead, provider)
    assert "/test" not in it_lead.get(place.path).text


# Switching on


def test_nothing_untried_is_switched_on_by_anybody(head, place, look) -> None:
    form = head.page(place.path).form("/test", "")
    answer = head.client.post(form.action.replace("/test", "/on"), data=form.standing())
    assert answer.status_code == 422
    assert "Try it first" in Page(answer).text
    assert look().enabled_at is None


def test_an_it_lead_switches_nothing_on(it_lead, place, look) -> None:
    place.try_it(it_lead)
    form = it_lead.page(place.path).form("/request", "")
    answer = it_lead.client.post(form.action.replace("/request", "/on"), data=form.standing())
    assert answer.status_code == 404
    assert look().enabled_at is None


def test_an_it_lead_asks_and_every_head_and_deputy_gets_a_letter(
    it_lead, head, head_id, place, in_school, school_id
) -> None:
    with in_school(school_id) as session:
        deputy = make_staff(session, Role.DEPUTY).id
    place.try_it(it_lead)
    it_lead.submitted(place.path, form="/request")
    it_lead.page(place.path)
    with in_school(school_id) as session:
        asked = select(OutboxMessage.payload).where(
            OutboxMessage.school_id == school_id, OutboxMessage.message == "sign_in.ask_switch_on"
        )
        readers = {payload["reader_id"] for payload in session.scalars(asked)}
        actions = session.scalars(select(HistoryEntry.action)).all()
    assert readers == {str(head_id), str(deputy)}
    assert "connection:ask" in actions
    assert "Ivy Lead asked for this" in head.page(place.path).text
    assert "Switch the school sign-in on?" in head.page("/").text
    place.switch_on(head)
    assert "Switch the school sign-in on?" not in head.page("/").text


def test_nobody_asks_for_what_was_not_tried(it_lead, place) -> None:
    assert "/request" not in it_lead.get(place.path).text


def test_two_people_who_change_the_settings_lose_nothing_and_no_secret_is_shown(it_lead, place, look) -> None:
    old = it_lead.page(place.settings).form(0, it_lead.address(place.settings))
    it_lead.submitted(place.settings, {"client_id": "theirs"})
    stale = {**old.standing(), "client_id": "mine", "client_secret": "my new secret"}
    answer = it_lead.client.post(old.action, data=stale)
    assert answer.status_code == 409
    assert "theirs" in Page(answer).text
    assert "my new secret" not in answer.text
    only_secret = {**old.standing(), "client_id": "theirs", "form_key": "", "client_secret": "my new secret"}
    answer = it_lead.client.post(old.action, data=only_secret)
    assert (answer.status_code, "my new secret" in answer.text) == (409, False)
    assert (look().client_id, look().client_secret) == ("theirs", CLIENT_SECRET)


def test_it_is_switched_off_on_a_page_of_its_own(it_lead, head, place, connecting_app, look) -> None:
    place.try_it(it_lead)
    place.switch_on(head)
    it_lead.submitted(place.off)
    assert look().enabled_at is None
    assert "With your school account" not in Web(connecting_app, it_lead.slug).page("/sign-in").text


def test_a_connection_is_removed_with_all_that_hangs_on_it(it_lead, place, in_school, school_id) -> None:
    place.leave(it_lead)
    place.try_it(it_lead)
    assert it_lead.submitted(place.removal) == it_lead.address(START)
    with in_school(school_id) as session:
        assert session.scalars(select(Connection)).all() == []
        assert session.scalars(select(ConnectionAttempt)).all() == []


def test_what_is_on_is_not_removed(it_lead, head, place) -> None:
    place.try_it(it_lead)
    place.switch_on(head)
    assert it_lead.refused(place.removal).errors() == ["Switch it off first."]


def test_the_way_of_a_connection_is_recorded_without_its_values(
    it_lead, head, place, in_school, school_id
) -> None:
    place.try_it(it_lead)
    place.switch_on(head)
    it_lead.submitted(place.off)
    it_lead.submitted(place.removal)
    with in_school(school_id) as session:
        entries = session.execute(select(HistoryEntry.action, HistoryEntry.fields).order_by(HistoryEntry.id))
        found = [(action, fields) for action, fields in entries if action.startswith("connection:")]
    assert found == [
        ("connection:add", []),
        ("connection:change", ["client_id", "client_secret", "issuer"]),
        ("connection:test", ["passed"]),
        ("connection:switch_on", []),
        ("connection:switch_off", []),
        ("connection:remove", []),
    ]


def test_no_transaction_is_open_while_the_provider_is_asked(
    it_lead, place, connecting_app, provider, monkeypatch
) -> None:
    pool, held = connecting_app.extensions["engine"].pool, []

    def watched(path: str):
        held.append((path, pool.checkedout()))
        return EvilProvider.answer(provider, path)

    monkeypatch.setattr(provider, "answer", watched)
    place.try_it(it_lead)
    assert {path for path, _ in held} >= {"/.well-known/openid-configuration", "/token", "/keys"}
    assert {count for _, count in held} == {0}


def test_a_test_that_fails_before_it_leaves_is_noted_once_however_often_it_is_pressed(
    it_lead, place, provider, in_school, school_id
) -> None:
    provider.pages["/.well-known/openid-configuration"] = (500, {}, b"")
    form = it_lead.page(place.path).form("/test", "")
    answers = [it_lead.client.post(form.action, data=form.standing()) for _ in range(2)]
    assert [one.location for one in answers] == [place.path] * 2
    with in_school(school_id) as session:
        done = select(HistoryEntry.action).where(HistoryEntry.action == "connection:test")
        assert session.scalars(done).all() == ["connection:test"]


def test_whoever_stopped_half_way_is_told_what_is_next(it_lead, provider, connecting_app) -> None:
    made = begin(it_lead, provider)
    assert "Next: fill in the settings" in it_lead.page(START).text
    assert any(link.endswith(made.path) for link in it_lead.page("/").links()), "one step from the front page"
    it_lead.submitted(made.settings, made.filled_in())
    assert "Next: try it with your own account" in it_lead.page(START).text
