"""Whole sign-ins with the school's own account, through real pages and real providers."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, text, update

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.history import HistoryEntry
from tenants.outside.addresses import loopback_exceptions
from tenants.outside.oidc.connection import Kind
from tenants.outside.oidc.providers import Providers
from tenants.outside.outbound import Outbound
from tenants.sign_in import staff_changes
from tenants.sign_in.models import Connection, Door, Identity, SignInSession
from tenants.staff.models import Staff
from tenants.staff.rules.people import Particulars
from tests.evil_provider import PERSON, TENANT, EvilProvider, signed
from tests.factories.staff import acting, make_guest, make_staff
from tests.identity_provider.walk import walk
from tests.page import Page
from tests.web import Web

INSIDE = "/school-sign-in"


def is_in(browser: Web) -> bool:
    return browser.get(INSIDE).status_code == 200


def ada(session) -> Staff:
    return session.scalars(select(Staff).where(Staff.email == "ada@trust.example")).one()


def nonce_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["nonce"][0]


def state_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["state"][0]


def answered_by(evil: EvilProvider, place, browser: Web, **claims: object):
    """A sign-in at the hostile provider, which asserts what it likes with a signature that is its own."""
    url = place.leave(browser)
    evil.gives(signed(evil.claims(nonce_of(url), **claims)))
    return place.come_back(browser, {"state": state_of(url), "code": "a code"})


def test_a_person_signs_in_with_their_school_account(alpha, browser, in_school) -> None:
    web = browser(alpha)
    assert "Sign in with your school account" in web.page("/sign-in").text
    answer = alpha.sign_in(web, target=f"/schools/{alpha.slug}/standards")
    assert (answer.status_code, answer.location) == (303, f"/schools/{alpha.slug}/standards")
    assert is_in(web)
    with in_school(alpha.id) as session:
        identity = session.scalars(select(Identity)).one()
        entry = session.scalars(select(HistoryEntry).where(HistoryEntry.subject_id == identity.id)).one()
        begun = session.scalars(select(SignInSession)).one()
        assert (identity.subject, identity.staff_id) == ("ada", ada(session).id)
        assert (entry.action, entry.actor_id) == ("identity:link", identity.staff_id)
        assert begun.door == Door.CONNECTION


def test_the_next_time_they_are_known_by_their_account_whatever_their_address(
    alpha, browser, in_school
) -> None:
    alpha.sign_in(browser(alpha))
    with in_school(alpha.id) as session:
        ada(session).email = "ada.beta@trust.example"
    again = browser(alpha)
    alpha.sign_in(again)
    assert is_in(again)
    with in_school(alpha.id) as session:
        assert alpha.count(session, Identity) == 1


def test_another_account_with_the_address_of_somebody_who_is_linked_is_refused(
    alpha, browser, in_school
) -> None:
    alpha.sign_in(browser(alpha))
    other = browser(alpha)
    answer = alpha.sign_in(other, "ada-again")
    assert (answer.status_code, Page(answer).heading) == (403, "Your account is not known here")
    assert not is_in(other)
    alpha.sign_in(other)
    told = Page(alpha.sign_in(other, "ada-again"))
    assert "signs in with another account" in told.text
    with in_school(alpha.id) as session:
        assert session.scalars(select(Identity.subject)).all() == ["ada"]


def test_the_same_person_at_the_same_provider_is_another_person_at_another_school(
    alpha, beta, browser, in_school
) -> None:
    web = browser(alpha)
    alpha.sign_in(web)
    assert web.client.get(f"/schools/{beta.slug}{INSIDE}").status_code == 303
    with in_school(beta.id) as session:
        assert (beta.count(session, Identity), beta.count(session, SignInSession)) == (0, 0)
    beta.sign_in(web)
    assert web.client.get(f"/schools/{beta.slug}{INSIDE}").status_code == 200
    assert is_in(web)


def test_being_added_to_one_school_opens_nothing_at_another_with_the_same_provider(
    alpha, beta, browser, in_school
) -> None:
    with in_school(beta.id) as session:
        ada(session).email = "somebody.else@trust.example"
    web = browser(beta)
    assert alpha.sign_in(browser(alpha)).status_code == 303
    assert beta.sign_in(web).status_code == 403
    assert not is_in(web)


@pytest.mark.parametrize("subject", ["nobody", "careless"])
def test_an_account_that_matches_nobody_creates_nothing(alpha, browser, in_school, subject: str) -> None:
    web = browser(alpha)
    answer = alpha.sign_in(web, subject)
    assert answer.status_code == 403
    assert not is_in(web)
    with in_school(alpha.id) as session:
        counts = [alpha.count(session, model) for model in (Identity, SignInSession, Staff)]
    assert counts == [0, 0, 1]


def test_the_schools_provider_does_not_speak_for_guests(alpha, browser, in_school) -> None:
    with in_school(alpha.id) as session:
        make_guest(session, until=date(2099, 1, 1)).email = "guest@elsewhere.example"
    assert alpha.sign_in(browser(alpha), "guest").status_code == 403


def test_signing_in_does_not_bring_a_leaver_back(alpha, browser, in_school) -> None:
    web = browser(alpha)
    alpha.sign_in(web)
    with in_school(alpha.id) as session:
        head = make_staff(session, Role.HEAD)
        staff_changes.deactivate(session, acting(session, head), ada(session))
    assert not is_in(web)
    again = browser(alpha)
    assert alpha.sign_in(again).status_code == 403
    assert not is_in(again)


def test_a_leaver_whose_account_is_still_known_stays_out(alpha, browser, in_school) -> None:
    alpha.sign_in(browser(alpha))
    with in_school(alpha.id) as session:
        ada(session).deactivated_at = clock.now()
    assert alpha.sign_in(browser(alpha)).status_code == 403


def test_whoever_was_known_by_a_wrong_address_is_forgotten_when_it_is_put_right(
    alpha, browser, in_school
) -> None:
    """The list gave Bea the address of Ada, who came in as Bea."""
    alpha.sign_in(browser(alpha))
    with in_school(alpha.id) as session:
        head, person = make_staff(session, Role.HEAD), ada(session)
        staff_changes.change_member(
            session,
            acting(session, head),
            person,
            Particulars(name="Bea Beta", email="bea@trust.example"),
            manager_outside=True,
            version=person.version,
        )
    assert alpha.sign_in(browser(alpha)).status_code == 403


# Between schools


def test_a_hostile_provider_that_asserts_another_schools_person_gets_nowhere_near_them(
    alpha, hostile, browser, in_school, evil
) -> None:
    """Same subject, same address, verified: it speaks for its own school alone."""
    alpha.sign_in(browser(alpha))
    web = browser(hostile)
    answer = answered_by(evil, hostile, web, sub="ada", email="ada@trust.example")
    assert answer.location == f"/schools/{hostile.slug}/"
    assert web.client.get(f"/schools/{alpha.slug}{INSIDE}").status_code == 303
    with in_school(alpha.id) as session:
        assert (alpha.count(session, Identity), alpha.count(session, SignInSession)) == (1, 1)


def test_a_hostile_provider_cannot_name_another_issuer(
    alpha, hostile, browser, in_school, evil, provider
) -> None:
    web = browser(hostile)
    answer = answered_by(evil, hostile, web, iss=provider.issuer, sub="ada", email="ada@trust.example")
    assert answer.status_code == 403
    assert not is_in(web)
    with in_school(hostile.id) as session:
        assert hostile.count(session, Identity) == 0


def test_a_hostile_provider_cannot_speak_for_people_who_are_not_its_schools(
    hostile, browser, in_school, evil
) -> None:
    answer = answered_by(evil, hostile, browser(hostile), email="head@another-school.example")
    assert answer.status_code == 403
    with in_school(hostile.id) as session:
        assert (hostile.count(session, Identity), hostile.count(session, Staff)) == (0, 1)


def test_an_answer_to_one_school_is_worth_nothing_at_another(alpha, beta, browser) -> None:
    web = browser(alpha)
    back = walk(alpha.leave(web), "ada")
    assert beta.come_back(web, back).status_code == 403
    assert web.client.get(f"/schools/{beta.slug}{INSIDE}").status_code == 303
    assert alpha.come_back(web, back).status_code == 303, "and it is not spent there"


def test_the_callback_of_another_connection_is_no_way_in(alpha, beta, browser) -> None:
    web = browser(alpha)
    back = walk(alpha.leave(web), "ada")
    mixed = replace(alpha, connection_id=beta.connection_id)
    assert urlsplit(mixed.come_back(web, back).location).path == f"/schools/{alpha.slug}/sign-in"
    assert not is_in(web)


def test_the_right_address_from_another_directory_is_refused(hostile, browser, in_school, evil) -> None:
    with in_school(hostile.id) as session:
        session.execute(
            update(Connection).values(kind=Kind.ENTRA.value, tenant_id=TENANT, domains=["trust.example"])
        )
    foreign = "00000000-94c1-4d0e-8a55-0c2b9d1e7f10"
    web = browser(hostile)
    answer = answered_by(evil, hostile, web, email="ada@trust.example", tid=foreign)
    assert Page(answer).heading == "This is not an account of your school"
    assert not is_in(web)
    assert answered_by(evil, hostile, web, email="ada@trust.example").status_code == 303
    with in_school(hostile.id) as session:
        assert session.scalars(select(Identity.subject)).one() == PERSON


def test_microsofts_word_for_an_address_outside_the_schools_domains_links_nobody(
    hostile, browser, in_school, evil
) -> None:
    with in_school(hostile.id) as session:
        session.execute(
            update(Connection).values(kind=Kind.ENTRA.value, tenant_id=TENANT, domains=["school.example"])
        )
    web = browser(hostile)
    assert answered_by(evil, hostile, web, email="ada@trust.example").status_code == 403
    assert not is_in(web)


def test_the_right_address_from_another_google_domain_is_refused(hostile, browser, in_school, evil) -> None:
    with in_school(hostile.id) as session:
        session.execute(update(Connection).values(kind=Kind.GOOGLE.value, domains=["trust.example"]))
    web = browser(hostile)
    for domain in ("evil.example", ""):
        assert answered_by(evil, hostile, web, email="ada@trust.example", hd=domain).status_code == 403
    assert answered_by(evil, hostile, web, email="ada@trust.example", hd="trust.example").status_code == 303


# One browser, one time


def test_an_answer_brought_to_another_browser_signs_nobody_in_and_spends_nothing(alpha, browser) -> None:
    mine, theirs = browser(alpha), browser(alpha)
    back = walk(alpha.leave(mine), "ada")
    alpha.leave(theirs)
    answer = alpha.come_back(theirs, back)
    assert (answer.status_code, Page(answer).heading) == (403, "This sign-in is over")
    assert not is_in(theirs)
    assert alpha.come_back(mine, back).status_code == 303


def test_an_answer_is_taken_once(alpha, browser, in_school) -> None:
    web = browser(alpha)
    back = walk(alpha.leave(web), "ada")
    assert [alpha.come_back(web, back).status_code for _ in range(2)] == [303, 403]
    with in_school(alpha.id) as session:
        assert alpha.count(session, SignInSession) == 1


@pytest.mark.parametrize("state", ["", "another", "\0", "é"])
def test_an_answer_to_nothing_is_refused(alpha, browser, state: str) -> None:
    web = browser(alpha)
    alpha.leave(web)
    assert alpha.come_back(web, {"state": state, "code": "a code"}).status_code == 403


def test_an_answer_that_comes_too_late_is_refused(alpha, browser, maintenance_engine) -> None:
    web = browser(alpha)
    back = walk(alpha.leave(web), "ada")
    with maintenance_engine.begin() as connection:
        connection.execute(text("UPDATE connection_attempts SET began_at = began_at - interval '16 minutes'"))
    assert alpha.come_back(web, back).status_code == 403


def test_who_goes_back_at_the_provider_is_told_how_to_go_on(alpha, browser) -> None:
    web = browser(alpha)
    page = Page(alpha.sign_in(web, ""))
    assert page.heading == "You were not signed in"
    assert f"/schools/{alpha.slug}/sign-in" in page.links()


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil", "https://evil.example", "/schools/other/"])
def test_signing_in_leads_nowhere_else(alpha, browser, target: str) -> None:
    assert alpha.sign_in(browser(alpha), target=target).location == f"/schools/{alpha.slug}/"


def test_nothing_of_an_attempt_can_be_read_in_the_database(alpha, browser, maintenance_engine) -> None:
    url = alpha.leave(browser(alpha))
    with maintenance_engine.connect() as connection:
        kept = text("SELECT * FROM connection_attempts WHERE school_id = :school")
        row = connection.execute(kept, {"school": alpha.id}).mappings().one()
    sealed = b"|".join(bytes(value) for value in row.values() if isinstance(value, memoryview | bytes))
    assert len(sealed) > 300
    for secret in (state_of(url), nonce_of(url)):
        assert secret.encode() not in sealed
        assert secret not in str(dict(row))


# What goes wrong


def test_a_connection_that_is_off_offers_no_way_in(alpha, browser, in_school) -> None:
    web = browser(alpha)
    back = walk(alpha.leave(web), "ada")
    with in_school(alpha.id) as session:
        session.execute(update(Connection).values(enabled_at=None))
    doors = f"/schools/{alpha.slug}/sign-in"
    assert urlsplit(alpha.come_back(web, back).location).path == doors
    page = web.page("/sign-in")
    assert "The school sign-in is switched off" in page.text
    assert "With your school account" not in page.text
    assert web.get(alpha.door).location == doors


@pytest.mark.parametrize("change", [{"enabled_at": None}, {"version": 2}])
def test_a_connection_that_is_changed_while_the_provider_is_asked_lets_nobody_in(
    hostile, browser, in_school, evil, monkeypatch, change
) -> None:
    def meanwhile(path: str):
        with in_school(hostile.id) as session:
            session.execute(update(Connection).values(**change))
        return EvilProvider.answer(evil, path)

    web = browser(hostile)
    url = hostile.leave(web)
    evil.gives(signed(evil.claims(nonce_of(url), email="ada@trust.example")))
    monkeypatch.setattr(evil, "answer", meanwhile)
    hostile.come_back(web, {"state": state_of(url), "code": "a code"})
    assert not is_in(web)


def test_a_provider_that_fails_is_told_apart_and_the_attempt_is_spent(hostile, browser, evil) -> None:
    web = browser(hostile)
    url = hostile.leave(web)
    evil.pages["/token"] = (500, {}, b"")
    back = {"state": state_of(url), "code": "a code"}
    assert "can't be reached" in Page(hostile.come_back(web, back)).heading
    evil.pages.clear()
    evil.gives(signed(evil.claims(nonce_of(url), email="ada@trust.example")))
    assert hostile.come_back(web, back).status_code == 403
    assert not is_in(web)


@contextmanager
def silent() -> Iterator[str]:
    """Takes calls and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def impatient(connected_app) -> Iterator[Callable[[str], None]]:
    outside = connected_app.extensions["outside"]

    def wait_briefly_for(host: str) -> None:
        providers = Providers(Outbound(loopback_exceptions([host]), seconds=0.3))
        connected_app.extensions["outside"] = replace(outside, providers=providers)

    yield wait_briefly_for
    connected_app.extensions["outside"] = outside


def test_a_provider_that_never_answers_is_not_waited_for(hostile, browser, in_school, impatient) -> None:
    with silent() as host:
        impatient(host)
        with in_school(hostile.id) as session:
            session.execute(update(Connection).values(issuer=f"http://{host}"))
        page = browser(hostile).page(hostile.door, 403)
    assert "can't be reached" in page.heading


def test_no_transaction_is_open_while_the_provider_is_asked(
    hostile, browser, evil, connected_app, monkeypatch
) -> None:
    pool, held = connected_app.extensions["engine"].pool, []

    def watched(path: str):
        held.append((path, pool.checkedout()))
        return EvilProvider.answer(evil, path)

    monkeypatch.setattr(evil, "answer", watched)
    connected_app.extensions["outside"].providers._metadata._entries.clear()
    assert answered_by(evil, hostile, browser(hostile), email="ada@trust.example").status_code == 303
    assert {path for path, _ in held} >= {"/.well-known/openid-configuration", "/token"}
    assert {count for _, count in held} == {0}


def test_only_who_looks_after_it_is_told_the_particulars(hostile, browser, evil) -> None:
    web = browser(hostile)
    visitor = Page(answered_by(evil, hostile, web, aud="another"))
    assert answered_by(evil, hostile, web, email="ada@trust.example").status_code == 303
    looked_after = Page(answered_by(evil, hostile, web, aud="another"))
    assert visitor.heading == looked_after.heading == "The school sign-in needs attention"
    assert "not for us alone" not in visitor.text
    assert "wrong audience" in visitor.text
    assert "not for us alone" in looked_after.text
