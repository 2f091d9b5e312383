"""Somebody at a browser. The same story is told three ways: with a mouse, without scripts, by keyboard alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

FOCUSED = "elements => elements.indexOf(document.activeElement)"
FOCUS_SHOWN = """element => {
  const drawn = part => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== 'none' && style.outlineWidth !== '0px' || style.boxShadow !== 'none';
  };
  const label = element.labels && element.labels[0];
  const beside = label && getComputedStyle(label, '::before').boxShadow !== 'none';
  return drawn(element) || Boolean(beside) || (label ? drawn(label) : false);
}"""
MOST_TABS = 150
MOST_LOOKS = 120


@dataclass
class Visitor:
    """With a mouse and scripts. What axe says of each page is asked by the walk."""

    page: Page
    url: str

    @classmethod
    def at(cls, browser: Browser, url: str) -> "Visitor":
        context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
        return cls(context.new_page(), url)

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else f"{self.url}{path}")

    def sign_in_by(self, link: str) -> None:
        self.open(link)
        self.press("Sign in")

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.url)

    def fill(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def fill_date(self, legend: str, day: date) -> None:
        group = self.page.get_by_role("group", name=legend)
        for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self._type(group.get_by_label(part, exact=True), str(value))

    def choose(self, label: str) -> None:
        self.option(label).check()

    def select(self, label: str, option: str) -> None:
        self.field(label).select_option(label=option)

    def press(self, name: str) -> None:
        self._going(self.page.locator("main").get_by_role("button", name=name).first)

    def press_anywhere(self, name: str) -> None:
        """Also on a page that is not ours."""
        self._going(self.page.get_by_role("button", name=name).first)

    def follow(self, name: str) -> None:
        """The link of that very name; else one in the page's own part that has the words; else any."""
        main = self.page.locator("main")
        wanted = [
            main.get_by_role("link", name=name, exact=True),
            main.get_by_role("link", name=name),
            self.page.get_by_role("link", name=name),
        ]
        self._going(next((links for links in wanted if links.count()), wanted[-1]).first)

    def upload(self, label: str, file: Path) -> None:
        self.field(label).set_input_files(file)

    def sign_out(self) -> None:
        self._going(self.page.get_by_role("button", name="Sign out").first)

    def must_say(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words, timeout=20_000)

    def look_again_until(self, words: str) -> None:
        """A job is at work: the page is opened again until it says so."""
        for _ in range(MOST_LOOKS):
            if words in self.text:
                return
            self.page.wait_for_timeout(500)
            self.open(self.page.url)
        raise AssertionError(f"never said {words!r}: {self.text}")

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label).first

    def option(self, label: str) -> Locator:
        exact = self.page.get_by_label(label, exact=True)
        return exact.first if exact.count() else self.page.get_by_label(label).first

    def _type(self, box: Locator, text: str) -> None:
        box.fill(text)

    def _going(self, target: Locator) -> None:
        with self.page.expect_navigation():
            target.click()


class WithoutScripts(Visitor):
    """Every page does its work without JavaScript."""

    @classmethod
    def at(cls, browser: Browser, url: str) -> "Visitor":
        context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
        return cls(context.new_page(), url)


class ByKeyboard(Visitor):
    """Only keyboard.press and keyboard.type; the focus can be seen at each step."""

    @classmethod
    def at(cls, browser: Browser, url: str) -> "Visitor":
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        # Listening turns the browser's own file dialog off. Asked for only at the press, the press
        # may overtake it, and the dialog opens where nobody sees it.
        page.on("filechooser", lambda chooser: None)
        return cls(page, url)

    def fill(self, label: str, text: str) -> None:
        self._type(self.field(label), text)

    def choose(self, label: str) -> None:
        wanted = self.option(label)
        if wanted.is_checked():
            return
        if wanted.get_attribute("type") == "radio":
            self._choose_radio(wanted)
        else:
            self._reach(wanted)
            self.page.keyboard.press("Space")
        assert wanted.is_checked(), f"{label} cannot be chosen by keyboard"

    def select(self, label: str, option: str) -> None:
        box = self.field(label)
        self._reach(box)
        self.page.keyboard.type(option[:30])
        assert box.evaluate("element => element.selectedOptions[0].label") == option

    def upload(self, label: str, file: Path) -> None:
        box = self.field(label)
        self._reach(box)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(file)

    def _choose_radio(self, wanted: Locator) -> None:
        """Tab reaches a group of radios once; the arrows move inside it, and moving chooses."""
        group = self.page.locator(f"input[type=radio][name='{wanted.get_attribute('name')}']")
        self._reach_any([group.nth(at) for at in range(group.count())])
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")

    def _type(self, box: Locator, text: str) -> None:
        self._reach(box)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def _going(self, target: Locator) -> None:
        self._reach(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _reach(self, target: Locator) -> None:
        self._reach_any([target])

    def _reach_any(self, targets: Sequence[Locator]) -> None:
        """The elements are found once: to find one by its label at each press costs more than the press."""
        elements = [target.element_handle() for target in targets]
        for _ in range(MOST_TABS):
            if (at := self.page.evaluate(FOCUSED, elements)) >= 0:
                break
            self.page.keyboard.press("Tab")
        assert at >= 0, f"{self.path}: {targets[0]} cannot be reached by keyboard"
        assert elements[at].evaluate(FOCUS_SHOWN), f"{self.path}: the focus on {targets[at]} cannot be seen"
