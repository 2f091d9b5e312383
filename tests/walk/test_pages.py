"""Everybody follows the links of the demonstration: all lead somewhere, every page is reached, each is sound."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, redirect
from playwright.sync_api import Browser

from tests.isolation.routes import bare_app
from tests.page_faults import CHECKS
from tests.walk import validator
from tests.walk.album import Picture, write_index
from tests.walk.doors import NO_PAGES, UNLINKED
from tests.walk.people import PERSONAS, Persona
from tests.walk.screen import Screens, View, faults, refused_forms
from tests.walk.walking import Seen, Walk
from tests.walk.walks import Walks

PAGES = {rule.endpoint for rule in bare_app().url_map.iter_rules() if "GET" in (rule.methods or ())} - set(
    NO_PAGES
)


@pytest.mark.parametrize("persona", PERSONAS, ids=str)
def test_every_link_leads_somewhere_one_may_go(walks: Walks, persona: Persona) -> None:
    walk = walks.of(persona)
    assert walk.seen
    assert walk.astray == []


def test_every_link_leads_on_beside_the_demonstration_too(walks: Walks) -> None:
    assert [astray for walk in walks.whole.values() for astray in walk.astray] == []


def test_every_page_was_opened_by_somebody(walks: Walks) -> None:
    assert PAGES - {seen.endpoint for _, seen in walks.seen()} == set()


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
        for tree in [seen.tree]
        for check in CHECKS
        for fault in check(tree)
    ]
    assert faults == []


@pytest.mark.browser
@pytest.mark.parametrize("endpoint", sorted(PAGES))
def test_a_page_looks_right_on_every_screen(walks: Walks, screens: Screens, endpoint: str) -> None:
    """Axe finds nothing, no target is too small, no word is cut off and nothing scrolls sideways; also refused."""
    for view in views(walks, endpoint):
        assert faults(screens.show(view), refused=view.form is not None) == [], str(view)


def views(walks: Walks, endpoint: str) -> Iterator[View]:
    for kind, (persona, seen) in walks.first.items():
        if kind[0] == endpoint:
            yield View(persona, seen)
            yield from (View(persona, seen, form) for form in refused_forms(walks, persona, seen))


@pytest.fixture
def careless() -> Flask:
    """A house with each fault that a walk should find."""
    made = Flask("careless", static_folder=None)
    hrefs = ("/a", "/b", "/c", "/d", "/static/d.css")
    made.add_url_rule("/", "home", lambda: "".join(f'<a href="{href}">x</a>' for href in hrefs))
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
        "/ → /static/d.css: nothing is there",
    ]


def test_what_the_standard_does_not_allow_is_found() -> None:
    page = "<!doctype html><html lang='en'><title>x</title><main><h1>x</h1>{}</main></html>"
    pages = {"good": page.format("<ul><li>x</li></ul>"), "bad": page.format("<ul><div>x</div></ul>")}
    found = validator.faults(pages)
    assert found["good"] == []
    assert "element-permitted-content" in found["bad"][0]


SCREEN = """<!doctype html>
<html lang="en"><head><title>Page</title></head><body><main><h1>Page</h1>{}</main></body></html>"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("<p>Nothing is wrong.</p>", None),
        ("<p style='inline-size: 330px'>Too wide for a small phone.</p>", "scrolls sideways"),
        (
            "<p style='inline-size: 60px; overflow: hidden; white-space: nowrap'>Cut off at its end</p>",
            "is cut off",
        ),
        ("<p style='block-size: 10px; overflow: hidden'><b>Cut off</b> below</p>", "is cut off"),
        ("<div style='block-size: 3px; overflow: hidden'><a href='/a'>Cut off</a></div>", "is cut off"),
        ("<p>One</p><p style='position: relative; inset-block-start: -34px'>Two</p>", "lies over"),
        ("<select aria-label='x' style='inline-size: 80px'><option>What people did</select>", "does not fit"),
        ("<p style='color: #aaa; background: #fff'>Too pale.</p>", "color-contrast"),
        ("<a href='/a' style='display: inline-block'>i</a><a href='/b'>j</a>", "target-size"),
        (
            "<style>@media (width > 600px) { button { display: none } }</style><button></button>",
            "button-name",
        ),
    ],
)
def test_what_looks_wrong_is_found(browser: Browser, content: str, found: str | None) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.set_content(SCREEN.format(content))
    told = faults(page)
    context.close()
    assert any(found in one for one in told) if found else told == []


def test_the_album_has_a_heading_for_each_page_and_people_beside_each_other(tmp_path: Path) -> None:
    def picture(number: int, does: str, endpoint: str) -> Picture:
        seen = Seen(f"/{endpoint}", (endpoint,), "", 200, "text/html", b"")
        return Picture(View(Persona("ada", does), seen), number)

    write_index(tmp_path, [picture(1, "head", "b"), picture(2, "head", "a"), picture(3, "mentor", "b")])
    text = (tmp_path / "index.html").read_text()
    assert text.index('<h2 id="a">') < text.index("0002-") < text.index('<h2 id="b">') < text.index("0001-")
    assert text.count("<h2") == 2
