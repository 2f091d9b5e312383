"""What makes a page no good, whoever shows it: read from the page alone."""

from collections import Counter
from collections.abc import Callable, Iterator

from html5lib.html5parser import HTMLParser
from lxml.etree import _Element as Element

UNLABELLED = ("hidden", "submit", "button", "image", "reset")


def faults(parser: HTMLParser, tree: Element) -> list[str]:
    return [*_parsing(parser), *(fault for check in CHECKS for fault in check(tree))]


def _parsing(parser: HTMLParser) -> Iterator[str]:
    """A character that no page should have comes from who sent it, and is shown back as it came."""
    yield from (
        f"line {position[0]}: {code} {found}"
        for position, code, found in parser.errors
        if code != "invalid-codepoint"
    )


def _language(tree: Element) -> Iterator[str]:
    if tree.xpath("boolean(//html[not(string(@lang))])"):
        yield "the page has no language"


def _heading(tree: Element) -> Iterator[str]:
    headings = tree.xpath("//h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1"
    yield from ("an empty h1" for one in headings if not "".join(one.itertext()).strip())


def _title(tree: Element) -> Iterator[str]:
    title = "".join(tree.xpath("//head/title//text()")).strip()
    if not title:
        yield "no title"
    if tree.xpath("//*[contains(@class, 'govuk-error-summary__list')]") and not title.startswith("Error:"):
        yield f"errors, and the title is {title!r}"


def _errors_alike(tree: Element) -> Iterator[str]:
    """Who reads the summary must know which field each is about."""
    said = [
        "".join(one.itertext()).strip()
        for one in tree.xpath("//*[contains(@class, 'error-summary__list')]/li")
    ]
    yield from (f"the error {words!r} {times} times" for words, times in Counter(said).items() if times > 1)


def _repeated_ids(tree: Element) -> Iterator[str]:
    yield from (f"id {name} twice" for name, times in Counter(tree.xpath("//@id")).items() if times > 1)


def _dangling(tree: Element) -> Iterator[str]:
    """Whatever points at an id of the page."""
    ids = set(tree.xpath("//@id"))
    fragments = [href[1:] for href in tree.xpath("//a/@href") if href.startswith("#") and len(href) > 1]
    named = [
        part
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list")
        for value in tree.xpath(f"//@{attribute}")
        for part in value.split()
    ]
    yield from (f"nothing has the id {name}" for name in sorted({*fragments, *named} - ids))


def _labels(tree: Element) -> Iterator[str]:
    labelled = set(tree.xpath("//label/@for"))
    for control in tree.xpath("//input | //select | //textarea"):
        named = control.get("aria-label") or control.get("aria-labelledby") or control.get("id") in labelled
        inside = control.xpath("ancestor::label")
        if control.get("type") not in UNLABELLED and not named and not inside:
            yield f"{control.get('name') or control.get('id')} has no label"


def _inline(tree: Element) -> Iterator[str]:
    if tree.xpath("//script[not(@src) and not(string(@nonce))]"):
        yield "an inline script without a nonce"
    if tree.xpath("//style | //@style"):
        yield "an inline style"
    handlers = {name for element in tree.iter() for name in element.attrib if str(name).startswith("on")}
    yield from (f"an inline handler: {name}" for name in sorted(handlers))
    if tree.xpath("//a[starts-with(@href, 'javascript:')]"):
        yield "a script for an address"


def _posts(tree: Element) -> Iterator[str]:
    for form in tree.xpath("//form[translate(@method, 'POST', 'post') = 'post']"):
        if not form.xpath(".//input[@name='csrf_token' and string(@value)]"):
            yield f"a form without its token: {form.get('action') or 'to this page'}"


def _buttons(tree: Element) -> Iterator[str]:
    for element in tree.xpath("//a[@href] | //button"):
        words = "".join(element.itertext()).strip() or element.get("aria-label")
        if not words and not element.xpath(".//img[string(@alt)]"):
            yield f"a {element.tag} that says nothing: {element.get('href') or element.get('name') or ''}"


CHECKS: tuple[Callable[[Element], Iterator[str]], ...] = (
    _language,
    _heading,
    _title,
    _errors_alike,
    _repeated_ids,
    _dangling,
    _labels,
    _inline,
    _posts,
    _buttons,
)
