"""The public site in a real browser: at a desk, on a phone, without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine

from blueprints.shared.site import MAIN, SITE
from tests.servers import serving

pytestmark = pytest.mark.browser
PATHS = [page.path for page in SITE.values()]


@pytest.fixture(scope="module")
def address(app, operator_engine: Engine) -> Iterator[str]:
    with serving(app) as numbers:
        yield numbers


def test_no_page_asks_another_server_or_leaves_a_cookie_that_no_form_needs(
    browser: Browser, address: str
) -> None:
    """How they look on each screen, and what axe says, is seen when everybody walks through all pages."""
    for path in PATHS:
        context = browser.new_context()
        asked: list[str] = []
        page = context.new_page()
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(f"{address}{path}")
        assert not [url for url in asked if not url.startswith(address)], path
        assert bool(context.cookies()) is (page.locator("main form").count() > 0), path
        context.close()


@pytest.mark.parametrize("width", [320, 780, 1024])
def test_the_site_fits_any_screen_with_its_head_on_one_line(
    browser: Browser, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    home = page.locator(".masthead__home").bounding_box()
    door = page.locator(".masthead__sign-in").bounding_box()
    assert home["x"] >= 16
    assert home["y"] < door["y"] < home["y"] + home["height"]
    context.close()


def test_the_menu_of_a_phone_leads_through_the_site_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(address)
    for endpoint in MAIN:
        page.locator("summary", has_text="Menu").click()
        page.get_by_role("navigation", name="Main").get_by_role(
            "link", name=SITE[endpoint].name, exact=True
        ).click()
        expect(page.locator("h1")).to_have_count(1)
        assert page.url == f"{address}{SITE[endpoint].path}"
    context.close()
