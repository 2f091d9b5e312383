"""What is typed into a portfolio survives the connection, the tab and the session, in a real browser."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import update

from tenants.base import clock
from tenants.portfolios.models import Evidence
from tenants.sign_in.models import SignInSession
from tests.blueprints.portfolios.conftest import Desk
from tests.browser import cut_off
from tests.conftest import InSchool
from tests.factories.portfolios import make_item
from tests.servers import serving
from tests.web import Person, Web

pytestmark = pytest.mark.browser

BODY = "textarea[name=body]"
STATUS = "[role=status].autosave"


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with serving(app) as made:
        yield made


@dataclass
class Computer:
    """A computer somebody is signed in at; its tabs share what the browser keeps."""

    context: BrowserContext
    address: str
    path: str

    def sign_in(self, web: Web) -> None:
        cookie = web.client.get_cookie(web.app.config["SESSION_COOKIE_NAME"])
        self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])

    def tab(self) -> Page:
        page = self.context.new_page()
        page.goto(self.address + self.path)
        expect(page.locator(STATUS)).to_be_attached()
        return page


@pytest.fixture
def item(desk: Desk, in_school: InSchool) -> Evidence:
    with in_school(desk.school_id) as session:
        return make_item(session, desk.place.candidate, title="A note", body="First words")


@pytest.fixture
def computer(browser: Browser, address: str, desk: Desk, item: Evidence) -> Iterator[Computer]:
    context = browser.new_context()
    context.set_default_timeout(15_000)
    made = Computer(context, address, desk.candidate.address(f"/evidence/{item.id}/edit"))
    made.sign_in(desk.candidate)
    yield made
    context.close()


@pytest.fixture
def saved(in_school: InSchool, desk: Desk, item: Evidence) -> Callable[[], str]:
    """What the database has."""

    def read() -> str:
        with in_school(desk.school_id) as session:
            return session.get_one(Evidence, (desk.school_id, item.id)).body

    return read


def says(page: Page, words: str) -> None:
    expect(page.locator(STATUS)).to_contain_text(words, timeout=15_000)


def test_words_reach_the_server_while_they_are_typed(computer: Computer, saved: Callable[[], str]) -> None:
    page = computer.tab()
    page.fill(BODY, "We met six times.")
    says(page, "Saved just now")
    assert saved() == "We met six times."


def test_words_typed_without_a_connection_are_saved_when_it_is_back(
    computer: Computer, saved: Callable[[], str]
) -> None:
    page = computer.tab()
    computer.context.set_offline(True)
    page.fill(BODY, "Typed in a tunnel.")
    says(page, "Kept on this device")
    assert saved() == "First words"
    computer.context.set_offline(False)
    says(page, "Saved just now")
    assert saved() == "Typed in a tunnel."


def test_words_of_a_tab_closed_without_a_connection_are_offered_again(
    computer: Computer, saved: Callable[[], str]
) -> None:
    page = computer.tab()
    cut_off(page)
    page.fill(BODY, "Closed too early.")
    page.close()
    again = computer.tab()
    again.get_by_role("button", name="Use what I typed").click()
    assert again.input_value(BODY) == "Closed too early."
    says(again, "Saved just now")
    assert saved() == "Closed too early."


def test_words_typed_after_the_session_ended_are_there_after_signing_in_again(
    computer: Computer, desk: Desk, person: Person, in_school: InSchool, saved: Callable[[], str]
) -> None:
    page = computer.tab()
    with in_school(desk.school_id) as session:
        session.execute(
            update(SignInSession)
            .where(SignInSession.school_id == desk.school_id)
            .values(ended_at=clock.now())
        )
    page.fill(BODY, "Too long at lunch.")
    says(page, "Sign in again")
    page.close()
    computer.sign_in(person(desk.school_id, desk.place.person.id))
    again = computer.tab()
    again.get_by_role("button", name="Use what I typed").click()
    says(again, "Saved just now")
    assert saved() == "Too long at lunch."


def test_two_tabs_on_one_item_show_both_texts_and_the_person_chooses(
    computer: Computer, saved: Callable[[], str]
) -> None:
    one, other = computer.tab(), computer.tab()
    one.fill(BODY, "from one tab")
    says(one, "Saved just now")
    other.fill(BODY, "from the other tab")
    says(other, "two versions")
    shown = other.locator(".versions textarea").evaluate_all("areas => areas.map((area) => area.value)")
    assert shown == ["from one tab", "from the other tab"]
    assert saved() == "from one tab"
    other.get_by_role("button", name="Save my version").click()
    says(other, "Saved just now")
    assert saved() == "from the other tab"
