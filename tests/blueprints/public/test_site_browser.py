"""The public site in a real browser: at a desk, on a phone, without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from blueprints.shared.site import MAIN, SITE
from tests.journeys.visitor import violations
from tests.servers import serving

pytestmark = pytest.mark.browser
PATHS = [page.path for page in SITE.values()]


@pytest.fixture(scope="module")
def address(app, operator_engine: Engine) -> Iterator[str]:
    with serving(app) as numbers:
        yield numbers


@pytest.fixture(params=[1280, 375])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True, viewport={"width": request.param, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_no_fault_that_axe_sees_fits_its_width_and_sets_nothing(
    page: Page, address: str, path: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}{path}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not [url for url in asked if not url.startswith(address)]
    with_form = page.locator("main form").count() > 0
    assert bool(page.context.cookies()) is with_form


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
