"""Two members of a group at one piece of evidence at once, each at a browser of their own: neither loses a word."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import InSchool
from tests.factories.cohorts import make_cohort
from tests.factories.groups import make_group, make_pooled
from tests.factories.portfolios import make_place
from tests.servers import serving
from tests.web import Person, Web

pytestmark = pytest.mark.browser

STATUS = "[role=status].autosave"
SCRIPTS, NO_SCRIPTS = True, False


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with serving(app) as made:
        yield made


@dataclass(frozen=True)
class Member:
    """Somebody at their own computer, with the shared piece open to write in."""

    web: Web
    item: str
    page: Page
    form: str
    """Where it is written."""

    def fill(self, **words: str) -> None:
        for name, text in words.items():
            self.page.fill(f"[name={name}]", text)

    def save(self) -> None:
        self.page.get_by_role("button", name="Save and continue").click()

    def open(self) -> None:
        self.page.goto(self.form)

    def compared(self) -> list[str]:
        """Both texts of each field that differs, the saved one first."""
        return self.page.locator(".versions textarea").evaluate_all("all => all.map((one) => one.value)")

    def kept(self) -> str:
        """All that the earlier versions say, and who saved each."""
        listed = self.web.page(f"{self.item}/versions")
        ends = {f"{self.item}/versions/{number}" for number in range(20)}
        found = [one for one in ends if self.web.get(one).status_code == 200]
        return "\n".join([listed.text, *(self.web.page(one).text for one in found)])


@dataclass(frozen=True)
class Table:
    ada: Member
    ben: Member


@pytest.fixture
def table(
    request: pytest.FixtureRequest,
    browser: Browser,
    address: str,
    school_id: UUID,
    in_school: InSchool,
    person: Person,
) -> Iterator[Table]:
    with in_school(school_id) as session:
        cohort = make_cohort(session)
        places = [make_place(session, cohort=cohort) for _ in range(2)]
        for place, name in zip(places, ("Ada", "Ben"), strict=True):
            place.person.name = name
        group = make_group(session, [one.candidate for one in places])
        item = f"/evidence/{make_pooled(session, group, 'A lesson', body='What we began with.').id}"
    contexts = [browser.new_context(java_script_enabled=request.param) for _ in places]
    webs = [person(school_id, one.person.id) for one in places]
    yield Table(*(_at(context, address, web, item) for context, web in zip(contexts, webs, strict=True)))
    for context in contexts:
        context.close()


def _at(context: BrowserContext, address: str, web: Web, item: str) -> Member:
    cookie = web.client.get_cookie(web.app.config["SESSION_COOKIE_NAME"])
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    page = context.new_page()
    form = address + web.address(f"{item}/edit")
    page.goto(form)
    return Member(web, item, page, form)


with_scripts = pytest.mark.parametrize("table", [SCRIPTS], indirect=True)
without_scripts = pytest.mark.parametrize("table", [NO_SCRIPTS], indirect=True)


def says(member: Member, words: str) -> None:
    expect(member.page.locator(STATUS)).to_contain_text(words, timeout=15_000)


@with_scripts
def test_each_sees_that_the_other_is_here_and_that_they_have_saved(table: Table) -> None:
    expect(table.ben.page.locator("main")).to_contain_text("Ada is here now.")
    _look_up(table.ada)
    expect(table.ada.page.locator("main")).to_contain_text("Ben is here now.")
    table.ben.fill(body="Ben wrote this.")
    says(table.ben, "Saved just now")
    _look_up(table.ada)
    expect(table.ada.page.locator("main")).to_contain_text("Somebody has saved since you opened this.")


def _look_up(member: Member) -> None:
    """They come back to the window, which looks at once instead of after twenty seconds."""
    expect(member.page.locator(STATUS)).to_be_attached()
    member.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@with_scripts
def test_both_write_in_the_same_field_and_whoever_comes_second_chooses(table: Table) -> None:
    table.ada.fill(body="Ada wrote that.")
    says(table.ada, "Saved just now")
    table.ben.fill(body="Ben wrote this.")
    says(table.ben, "two versions")
    assert table.ben.compared() == ["Ada wrote that.", "Ben wrote this."]
    expect(table.ben.page.locator("main")).to_contain_text("Ada saved other text while you were writing")
    table.ben.page.get_by_role("button", name="Save my version").click()
    says(table.ben, "Saved just now")
    table.ben.save()
    table.ben.page.wait_for_url("**/part")
    for member in (table.ada, table.ben):
        assert all(words in member.kept() for words in ("Ada wrote that.", "Ben wrote this."))
        assert all(words in member.kept() for words in ("saved by Ada", "saved by Ben"))


@with_scripts
def test_both_write_in_different_fields_and_each_finds_the_words_of_both(table: Table) -> None:
    table.ada.fill(title="Ada's title")
    says(table.ada, "Saved just now")
    table.ben.fill(body="Ben wrote this.")
    says(table.ben, "two versions")
    assert table.ben.compared() == ["Ada's title", "A lesson", "What we began with.", "Ben wrote this."]
    table.ben.page.get_by_role("button", name="Use the saved version").click()
    assert table.ben.page.input_value("[name=title]") == "Ada's title"
    table.ben.fill(body="Ben wrote this.")
    says(table.ben, "Saved just now")
    table.ada.open()
    assert table.ada.page.input_value("[name=title]") == "Ada's title"
    assert table.ada.page.input_value("[name=body]") == "Ben wrote this."


@with_scripts
def test_words_that_were_only_saved_while_typing_outlast_anothers(table: Table) -> None:
    """Ada never presses Save, and her second text comes too soon after the first to be kept on its own."""
    table.ada.fill(body="Ada began.")
    says(table.ada, "Saved just now")
    table.ada.fill(body="Ada went on.")
    expect(table.ada.page.locator("form[data-unsaved]")).to_have_count(0)
    table.ben.open()
    table.ben.fill(body="Ben wrote all of it anew.")
    says(table.ben, "Saved just now")
    assert "Ada went on." in table.ada.kept()


@without_scripts
def test_without_scripts_each_reads_who_is_here_when_a_page_is_opened(table: Table) -> None:
    expect(table.ben.page.locator("main")).to_contain_text("Ada is here now.")
    table.ada.open()
    expect(table.ada.page.locator("main")).to_contain_text("Ben is here now.")


@without_scripts
def test_without_scripts_the_second_to_save_one_field_reads_both_texts(table: Table) -> None:
    table.ada.fill(body="Ada wrote that.")
    table.ben.fill(body="Ben wrote this.")
    table.ada.save()
    table.ben.save()
    expect(table.ben.page.locator("h1")).to_have_text("Two versions of the same text")
    expect(table.ben.page.locator("main")).to_contain_text("Ada saved changes while you were writing")
    assert table.ben.compared() == ["Ada wrote that.", "Ben wrote this."]
    table.ben.page.get_by_role("link", name="Go back to the form").click()
    table.ben.fill(body="Ada wrote that. Ben wrote this.")
    table.ben.save()
    table.ben.page.wait_for_url("**/part")
    for member in (table.ada, table.ben):
        assert all(words in member.kept() for words in ("Ada wrote that.", "Ada wrote that. Ben wrote this."))


@without_scripts
def test_without_scripts_the_second_to_save_another_field_reads_both_texts(table: Table) -> None:
    table.ada.fill(title="Ada's title")
    table.ben.fill(body="Ben wrote this.")
    table.ada.save()
    table.ben.save()
    assert table.ben.compared() == ["Ada's title", "A lesson", "What we began with.", "Ben wrote this."]
    table.ben.page.get_by_role("link", name="Go back to the form").click()
    assert table.ben.page.input_value("[name=title]") == "Ada's title"
    table.ben.fill(body="Ben wrote this.")
    table.ben.save()
    table.ada.open()
    assert table.ada.page.input_value("[name=body]") == "Ben wrote this."
    assert all(words in table.ada.kept() for words in ("saved by Ada", "saved by Ben"))
