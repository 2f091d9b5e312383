"""A list on its way, in a real browser: the page follows the work by itself, and a link does it without scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.factories.lists import make_long_list
from tests.servers import serving
from tests.web import Web

pytestmark = pytest.mark.browser

PATIENCE = 60_000


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with serving(app) as url:
        yield url


@pytest.fixture
def open_page(browser: Browser, address: str, head: Web) -> Iterator[Callable[..., Page]]:
    """`open_page("/staff", scripts=False)` as the head."""
    contexts = []

    def show(path: str, *, scripts: bool = True) -> Page:
        context = browser.new_context(java_script_enabled=scripts, base_url=address)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        cookie = head.client.get_cookie(head.app.config["SESSION_COOKIE_NAME"])
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        page = context.new_page()
        page.goto(head.address(path))
        return page

    yield show
    for context in contexts:
        context.close()


def hand_in(page: Page, tmp_path: Path) -> str:
    """From the file to the confirmation; where the list is looked at."""
    file = tmp_path / "staff.csv"
    file.write_text(make_long_list(30))
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Read the list").click()
    page.get_by_role("button", name="Continue to the preview").click()
    page.get_by_role("button", name="Bring in this list: 30 changes").click()
    return urlsplit(page.url).path


def test_the_page_follows_the_work_to_its_end_by_itself(open_page, job_of, work, tmp_path: Path) -> None:
    page = open_page("/staff/lists/new")
    at = hand_in(page, tmp_path)
    expect(page.get_by_text("Waiting to begin.")).to_be_visible()
    job_of(at, state="running", total=30, done=12)
    expect(page.get_by_text("12 of 30 people")).to_be_visible(timeout=PATIENCE)
    work()
    expect(page.get_by_role("heading", name="The list is in")).to_be_visible(timeout=PATIENCE)


def test_without_scripts_a_link_shows_how_far_it_is(open_page, job_of, work, tmp_path: Path) -> None:
    page = open_page("/staff/lists/new", scripts=False)
    at = hand_in(page, tmp_path)
    job_of(at, state="running", total=30, done=12)
    page.get_by_role("link", name="Check progress").click()
    expect(page.get_by_text("12 of 30 people")).to_be_visible()
    work()
    page.get_by_role("link", name="Check progress").click()
    expect(page.get_by_role("heading", name="The list is in")).to_be_visible()


def test_pages_of_a_list_fit_a_phone(open_page, job_of, tmp_path: Path) -> None:
    page = open_page("/staff/lists/new")
    page.set_viewport_size({"width": 320, "height": 800})
    assert not too_wide(page)
    at = hand_in(page, tmp_path)
    assert not too_wide(page)
    page.goto(f"{at}?show=added")
    assert not too_wide(page)


def too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))
