"""A page as it is seen: at three widths, with its form refused, and what is wrong with it there."""

from dataclasses import dataclass, field
from pathlib import Path

from lxml.etree import _Element as Element
from playwright.sync_api import Browser, Page

from tests.walk.people import SUPPORT, Persona
from tests.walk.walking import Seen
from tests.walk.walks import Walks
from tests.web import browser as client_of

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
MEASURES = Path(__file__).with_name("screen.js").read_text()
LOOKS = Path(__file__).with_name("axe.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = ["target-size", "scrollable-region-focusable"]
DESKTOP, PHONE, NARROW = 1280, 375, 320
COOKIE = "lectern"
SEND_EMPTY = """which => {
  const form = document.querySelectorAll('main form[method=post]')[which];
  for (const one of form.elements) {
    if (one.type === 'hidden' || one.type === 'submit') continue;
    if (/checkbox|radio/.test(one.type)) one.checked = false;
    else if (one.tagName === 'SELECT' || one.type === 'file') one.removeAttribute('name');
    else one.value = '';
  }
  form.submit();
}"""

NO_DRAFTS = """
const sent = window.fetch;
window.fetch = (to, ...more) =>
  String(to).endsWith("/autosave") ? Promise.reject(new TypeError("off")) : sent(to, ...more);
"""
"""What is emptied to be refused is not kept as a draft. (A route of Playwright's would switch the cache off.)"""


@dataclass(frozen=True)
class View:
    """A page as a person sees it; with `form`, after that form of it was sent empty and refused."""

    persona: Persona
    seen: Seen
    form: int | None = None

    def __str__(self) -> str:
        refused = "" if self.form is None else f", form {self.form} refused"
        return f"{self.persona.does}: {self.seen.path}{refused}"


@dataclass
class Screens:
    """One window for each person, kept open."""

    browser: Browser
    address: str
    walks: Walks
    windows: dict[Persona, Page] = field(default_factory=dict)

    def show(self, view: View) -> Page:
        page = self._window(view.persona)
        page.set_viewport_size({"width": DESKTOP, "height": 900})
        answer = page.goto(self.address + view.seen.path)
        if view.form is not None:
            with page.expect_navigation() as sent:
                page.evaluate(SEND_EMPTY, view.form)
            answer = sent.value
        assert answer is not None
        wanted = view.seen.status if view.form is None else 422
        assert answer.status == wanted, f"{view}: {answer.status}"
        return page

    def _window(self, persona: Persona) -> Page:
        if persona not in self.windows:
            context = self.browser.new_context(bypass_csp=True, locale="en-GB")
            cookie = self.walks.browser(persona).client.get_cookie(COOKIE)
            if cookie is not None:
                context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": self.address}])
            context.add_init_script(NO_DRAFTS)
            self.windows[persona] = context.new_page()
        return self.windows[persona]

    def close(self) -> None:
        for page in self.windows.values():
            page.context.close()


NOT_TYPED = " or ".join(f"@type='{kind}'" for kind in ("hidden", "checkbox", "radio", "file", "submit"))


def refused_forms(walks: Walks, persona: Persona, seen: Seen) -> list[int]:
    """Which forms of a page come back with errors when nothing is filled in; what others do is undone."""
    if not seen.is_page or persona is SUPPORT:
        return []
    forms = enumerate(seen.tree.xpath("//main//form[@method='post']"))
    return [
        at for at, form in forms if form.get("data-passkey") is None and _refused(walks, persona, seen, form)
    ]


def _refused(walks: Walks, persona: Persona, seen: Seen, form: Element) -> bool:
    with walks.lectern.undone() as app:
        client = client_of(app)
        if cookie := walks.browser(persona).client.get_cookie(COOKIE):
            client.set_cookie(COOKIE, cookie.value)
        target = form.get("action") or seen.path
        answer = client.post(target, data=nothing(form), content_type="multipart/form-data")
    return answer.status_code == 422


def nothing(form: Element) -> dict[str, str]:
    """What a browser sends of a form that nobody filled in."""
    hidden = {one.get("name"): one.get("value", "") for one in form.xpath(".//input[@type='hidden']")}
    typed = form.xpath(f".//textarea[@name] | .//input[@name][not({NOT_TYPED})]")
    return hidden | {one.get("name"): "" for one in typed}


def faults(page: Page, *, refused: bool = False) -> list[str]:
    """At all three widths. Axe looks at the whole page at the first; on a phone at what depends on the width: what is
    shown there alone, and its rules of sizes. A refused form adds words to a page that it has seen so already."""
    found = [f"{DESKTOP}: {fault}" for fault in (*_measured(page, DESKTOP), *violations(page))]
    found += [f"{PHONE}: {fault}" for fault in _measured(page, PHONE)]
    if not refused:
        found += [f"{PHONE}: {fault}" for fault in violations(page, narrow=True)]
    return found + [f"{NARROW}: {fault}" for fault in _measured(page, NARROW)]


def _measured(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    measured: list[str] = page.evaluate(MEASURES)
    return measured


def violations(page: Page, *, narrow: bool = False) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(LOOKS, {"rules": RULES, "sizes": SIZES, "narrow": narrow})
    return [f"{one['id']}: {one['help']}: {target}" for one in found for target in one["targets"]]
