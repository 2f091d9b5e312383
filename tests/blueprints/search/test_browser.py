"""The box at the top by keyboard: found by '/', suggesting while one types, left by Escape."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tenants.base.actor import Role
from tests.factories.notices import make_notice
from tests.factories.staff import make_staff
from tests.servers import serving
from tests.walk.screen import violations

pytestmark = pytest.mark.browser
BOX = "#seek"
OPTIONS = "[role=option]"


@pytest.fixture(scope="module")
def address(app) -> Iterator[str]:
    with serving(app) as numbers:
        yield numbers


@pytest.fixture
def web(in_school, school_id, person):
    with in_school(school_id) as session:
        head = make_staff(session, Role.HEAD, name="Helen Head")
        for name in ("Quill Adams", "Quill Brown"):
            make_staff(session, name=name, job_title="Teacher")
        make_notice(session, head)
    return person(school_id, head.id)


@pytest.fixture
def page(browser: Browser, address: str, web) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True)
    cookie = web.client.get_cookie(web.app.config["SESSION_COOKIE_NAME"])
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    made = context.new_page()
    made.goto(f"{address}/schools/{web.slug}/standards")
    expect(made.locator(BOX)).to_have_attribute("role", "combobox")
    yield made
    context.close()


def test_the_slash_leads_to_the_box_and_is_typed_while_typing(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()
    expect(page.locator(BOX)).to_have_value("")
    page.keyboard.type("a/b")
    expect(page.locator(BOX)).to_have_value("a/b")


def test_suggestions_are_walked_by_arrows_and_opened_by_enter(page: Page, web) -> None:
    page.keyboard.press("/")
    page.keyboard.type("quil")
    expect(page.locator(OPTIONS)).to_have_count(2)
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator(OPTIONS).nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(page.locator(BOX)).to_have_attribute("aria-activedescendant", second.get_attribute("id"))
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Quill Brown")


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("quil")
    expect(page.locator(OPTIONS)).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator(OPTIONS)).to_have_count(0)
    expect(page.locator(BOX)).to_have_value("quil")
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "false")


def test_enter_without_a_choice_opens_the_page_of_results(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("quil")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Search")
    expect(page.locator(".hit")).to_have_count(2)


def test_on_a_phone_its_label_is_seen_and_leads_to_it(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    label = page.locator("label[for=seek]")
    expect(label).to_be_visible()
    label.click()
    expect(page.locator(BOX)).to_be_focused()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_search_that_finds_nothing_has_no_fault_that_axe_sees_and_fits_a_phone(
    page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(page.url.replace("standards", "search?q=zzzz"))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nor_has_the_open_list_of_suggestions(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("quil")
    expect(page.locator(OPTIONS)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
