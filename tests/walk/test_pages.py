"""Everybody follows the links of the demonstration: all lead somewhere, every page is reached, each is sound."""

import pytest
from flask import Flask, redirect

from tests.isolation.routes import bare_app
from tests.page_faults import CHECKS
from tests.walk import validator
from tests.walk.doors import NO_PAGES, UNLINKED
from tests.walk.people import PERSONAS, Persona
from tests.walk.walking import Walk
from tests.walk.walks import Walks


@pytest.mark.parametrize("persona", PERSONAS, ids=str)
def test_every_link_leads_somewhere_one_may_go(walks: Walks, persona: Persona) -> None:
    walk = walks.of(persona)
    assert walk.seen
    assert walk.astray == []


def test_every_link_leads_on_beside_the_demonstration_too(walks: Walks) -> None:
    assert [astray for walk in walks.whole.values() for astray in walk.astray] == []


def test_every_page_was_opened_by_somebody(walks: Walks) -> None:
    pages = {rule.endpoint for rule in bare_app().url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - {seen.endpoint for _, seen in walks.seen()} - set(NO_PAGES) == set()


def test_every_page_but_a_few_is_reached_by_links(walks: Walks) -> None:
    linked = {endpoint for walk in walks.whole.values() for endpoint in walk.linked}
    assert {seen.endpoint for _, seen in walks.seen()} - linked == set(UNLINKED)


def test_pages_are_valid_html(walks: Walks) -> None:
    shown = walks.with_every_element()
    pages = {f"{persona.does}: {seen.path}": seen.body.decode() for persona, seen in shown}
    found = validator.faults(pages)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_pages_have_what_a_page_needs(walks: Walks) -> None:
    faults = [
        f"{persona.does}: {seen.path}: {fault}"
        for persona, seen in walks.seen()
        if seen.is_page
        for check in CHECKS
        for fault in check(seen.tree)
    ]
    assert faults == []


@pytest.fixture
def careless() -> Flask:
    """A house with each fault that a walk should find."""
    made = Flask("careless")
    made.add_url_rule(
        "/", "home", lambda: "".join(f'<a href="/{name}">x</a>' for name in ("a", "b", "c", "d"))
    )
    made.add_url_rule("/a", "refused", lambda: ("", 403))
    made.add_url_rule("/b", "posted", lambda: "", methods=["POST"])
    made.add_url_rule("/c", "closed", lambda: redirect("/sign-in"))
    made.add_url_rule("/sign-in", "sign_in.find", lambda: "Who are you?")
    return made


def test_links_that_lead_nowhere_are_found(careless: Flask) -> None:
    walk = Walk(careless, careless.test_client()).go(["/"])
    assert walk.astray == [
        "/ → /a: answered by 403",
        "/ → /b: nothing is there",
        "/ → /c: must sign in first",
        "/ → /d: nothing is there",
    ]


def test_what_the_standard_does_not_allow_is_found() -> None:
    page = "<!doctype html><html lang='en'><title>x</title><main><h1>x</h1>{}</main></html>"
    pages = {"good": page.format("<ul><li>x</li></ul>"), "bad": page.format("<ul><div>x</div></ul>")}
    found = validator.faults(pages)
    assert found["good"] == []
    assert "element-permitted-content" in found["bad"][0]
