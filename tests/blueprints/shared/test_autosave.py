"""Typed text survives whatever happens between the keyboard and the server."""

from typing import Any

import pytest
from flask import Response, redirect
from playwright.sync_api import BrowserContext, Page, expect

from tests.blueprints.shared.bench import Bench
from tests.browser import cut_off

pytestmark = pytest.mark.browser

HOLD = """(key) => new Promise((held) => {
    const hold = () => (held(), new Promise((letGo) => (window.letGo = letGo)));
    navigator.locks.request(key, hold);
})"""


def opened(tab: Page) -> Page:
    tab.goto("/note")
    expect(tab.locator(".autosave")).to_be_attached()
    return tab


def kept(tab: Page) -> list[Any]:
    return tab.evaluate("Object.values(localStorage).map((text) => JSON.parse(text).fields.body)")


def says(tab: Page, words: str) -> None:
    expect(tab.locator(".autosave")).to_contain_text(words)


def test_text_is_kept_at_once_and_leaves_the_browser_when_the_server_has_it(bench: Bench, tab: Page) -> None:
    opened(tab).fill("#body", "We met six times.")
    assert kept(tab) == ["We met six times."]
    says(tab, "Saved just now")
    assert kept(tab) == []
    assert bench.note["body"] == "We met six times."
    assert tab.input_value("[name=version]") == str(bench.version)


def test_a_lost_connection_is_said_and_made_good(bench: Bench, tab: Page, device: BrowserContext) -> None:
    opened(tab)
    device.set_offline(True)
    tab.fill("#body", "Typed in a tunnel.")
    says(tab, "will save when you are back online")
    assert kept(tab) == ["Typed in a tunnel."]
    device.set_offline(False)
    says(tab, "Saved just now")
    assert bench.note["body"] == "Typed in a tunnel."


def test_text_of_a_closed_tab_is_offered_again(bench: Bench, tab: Page, device: BrowserContext) -> None:
    first = opened(device.new_page())
    cut_off(first)
    first.fill("#body", "The bell rang.")
    first.check("[name=level][value='3']", force=True)
    first.close()
    opened(tab)
    expect(tab.locator(".kept h2")).to_contain_text("We kept what you typed at")
    tab.click("text=Use what I typed")
    assert tab.input_value("#body") == "The bell rang."
    assert tab.is_checked("[name=level][value='3']")
    says(tab, "Saved just now")
    assert kept(tab) == []


def test_text_of_a_tab_that_lives_is_not_offered_in_another(tab: Page, device: BrowserContext) -> None:
    living = opened(device.new_page())
    cut_off(living)
    living.fill("#body", "Still being written.")
    opened(tab).wait_for_function("async () => (await navigator.locks.query()).pending.length === 0")
    assert tab.locator(".kept").count() == 0


def test_text_is_offered_as_soon_as_a_closing_tab_lets_go_of_it(tab: Page, device: BrowserContext) -> None:
    closing = opened(device.new_page())
    cut_off(closing)
    closing.fill("#body", "The bell rang.")
    key = closing.evaluate("Object.keys(localStorage)[0]")
    closing.close()
    still_held = device.new_page()
    still_held.goto("/plain")
    still_held.evaluate(HOLD, key)
    tab.add_init_script(
        "AbortSignal.timeout = () => new AbortController().signal"
    )  # However slow the machine is.
    opened(tab)
    assert tab.locator(".kept").count() == 0
    still_held.evaluate("window.letGo()")
    tab.click("text=Use what I typed")
    assert tab.input_value("#body") == "The bell rang."


def test_kept_text_can_be_discarded(bench: Bench, tab: Page) -> None:
    bench.answer = lambda: Response("", 500)
    opened(tab).fill("#body", "No longer wanted.")
    tab.reload()
    tab.click("text=Discard it")
    assert kept(tab) == []
    tab.reload()
    expect(tab.locator(".autosave")).to_be_attached()
    assert tab.locator(".kept").count() == 0


def test_after_an_ended_session_the_text_is_there(bench: Bench, tab: Page) -> None:
    opened(tab).fill("#body", "Before")
    says(tab, "Saved just now")
    bench.answer = lambda: redirect("/plain?visitor=1&heading=Sign+in", 303)
    tab.fill("#body", "After the session ended.")
    says(tab, "Sign in again; your text is kept on this device.")
    tab.click("button:text-is('Save')")
    expect(tab.locator("h1")).to_have_text("Sign in")
    bench.answer = None
    opened(tab).click("text=Use what I typed")
    says(tab, "Saved just now")
    assert bench.note["body"] == "After the session ended."


def test_sending_the_form_clears_the_copy_only_when_it_was_taken(bench: Bench, tab: Page) -> None:
    opened(tab)
    bench.answer = lambda: Response("<h1>Fault</h1>", 500, content_type="text/html")
    tab.fill("#body", "Sent twice.")
    tab.click("button:text-is('Save')")
    expect(tab.locator("h1")).to_have_text("Fault")
    assert kept(tab) == ["Sent twice."]
    bench.answer = None
    tab.go_back()
    expect(tab.locator(".autosave")).to_be_attached()
    fill_whole(tab, "Sent twice.")
    tab.click("button:text-is('Save')")
    expect(tab.locator("h1")).to_have_text("Saved")
    tab.wait_for_function("localStorage.length === 0")
    assert bench.note["body"] == "Sent twice."


def fill_whole(tab: Page, body: str) -> None:
    tab.fill("#title", "A title")
    tab.fill("#body", body)
    tab.check("[name=level][value='2']", force=True)
    for part, text in (("day", "6"), ("month", "11"), ("year", "2026")):
        tab.fill(f"#held_on-{part}", text)


def test_a_form_that_comes_back_refused_keeps_its_text(tab: Page) -> None:
    opened(tab).fill("#body", "No title yet.")
    tab.click("button:text-is('Save')")
    expect(tab.locator(".govuk-error-summary")).to_be_visible()
    assert tab.input_value("#body") == "No title yet."
    assert tab.locator(".kept").count() == 0


def test_a_connection_lost_while_sending_keeps_the_text(tab: Page, device: BrowserContext) -> None:
    opened(tab).fill("#body", "Sent into the dark.")
    device.set_offline(True)
    with tab.expect_event("requestfailed"):
        tab.click("button:text-is('Save')", no_wait_after=True)
    device.set_offline(False)
    tab.goto("/plain")
    assert kept(tab) == ["Sent into the dark."]


def test_the_button_waits_for_a_save_under_way(bench: Bench, tab: Page) -> None:
    opened(tab)
    bench.delay = 1.0
    with tab.expect_request("**/autosave"):
        fill_whole(tab, "Quick hands.")
    tab.click("button:text-is('Save')")
    expect(tab.locator("h1")).to_have_text("Saved")
    assert (bench.asked, bench.version) == (1, 3)


def test_two_tabs_on_one_note_show_both_texts(bench: Bench, tab: Page, device: BrowserContext) -> None:
    other = opened(device.new_page())
    opened(tab).fill("#body", "From the first tab.")
    says(tab, "Saved just now")
    other.fill("#body", "From the second tab.")
    expect(other.locator(".kept h2")).to_have_text("Tom Reed saved other text while you were writing")
    texts = [area.input_value() for area in other.locator(".kept textarea").all()]
    assert texts == ["From the first tab.", "From the second tab."]
    other.click("text=Save my version")
    says(other, "Saved just now")
    assert bench.note["body"] == "From the second tab."
    tab.fill("#body", "The first again.")
    tab.click("text=Use the saved version")
    assert tab.input_value("#body") == "From the second tab."
    assert kept(tab) == []


def test_the_text_of_a_tab_that_is_still_open_is_not_offered_in_another(
    bench: Bench, tab: Page, device: BrowserContext
) -> None:
    bench.answer = lambda: Response("", 500)
    opened(tab).fill("#body", "Still typing here.")
    other = opened(device.new_page())
    assert other.locator(".kept").count() == 0


def test_another_person_on_the_same_device_is_not_offered_the_text(bench: Bench, tab: Page) -> None:
    bench.answer = lambda: Response("", 500)
    opened(tab).fill("#body", "Mine alone.")
    bench.actor.staff_id = "staff-2"
    tab.reload()
    expect(tab.locator(".autosave")).to_be_attached()
    assert tab.locator(".kept").count() == 0
    assert kept(tab) == ["Mine alone."]


def test_what_cannot_be_saved_is_said_and_kept(bench: Bench, tab: Page) -> None:
    bench.answer = lambda: ({"errors": {"title": "Enter a title"}}, 422)
    opened(tab).fill("#body", "Without a title.")
    says(tab, "Kept on this device, not saved: Enter a title")
    assert kept(tab) == ["Without a title."]


def test_signing_out_asks_about_text_that_only_this_device_has(bench: Bench, tab: Page) -> None:
    bench.answer = lambda: Response("", 500)
    opened(tab).fill("#body", "Only here.")
    tab.locator(".masthead__person").get_by_role("button", name="Sign out").click()
    asked = tab.locator("#signing-out")
    expect(asked).to_be_focused()
    expect(asked.get_by_role("link")).to_have_text("Your note")
    asked.get_by_role("button", name="Stay signed in").click()
    assert kept(tab) == ["Only here."]
    tab.locator(".masthead__person").get_by_role("button", name="Sign out").click()
    asked.get_by_role("button", name="Sign out and remove it").click()
    expect(tab.locator("h1")).to_have_text("Goodbye")
    assert kept(tab) == []


def test_signing_out_saves_first_what_can_be_saved(bench: Bench, tab: Page) -> None:
    opened(tab).fill("#body", "Last words.")
    tab.locator(".masthead__person").get_by_role("button", name="Sign out").click()
    expect(tab.locator("h1")).to_have_text("Goodbye")
    assert bench.note["body"] == "Last words."
    assert kept(tab) == []
