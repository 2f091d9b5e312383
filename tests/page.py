"""A page as a test reads it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import html5lib
from html5lib.html5parser import HTMLParser
from lxml.etree import _Element as Element
from werkzeug.test import TestResponse

from tests.page_faults import faults


@dataclass
class Form:
    action: str
    element: Element

    def data(self, fields: dict[str, Any]) -> dict[str, Any]:
        """What a browser would send: the values that stand in the form, changed by `fields`."""
        return {**self.standing(), **fields}

    def standing(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for control in self.element.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
            for value in _values(control):
                _add(values, control.get("name"), value)
        return values


@dataclass
class Page:
    answer: TestResponse
    tree: Element = field(init=False)

    def __post_init__(self) -> None:
        """A page with a fault fails the test that looks at it, whatever the test is about."""
        parser = HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
        self.tree = parser.parse(self.answer.get_data(as_text=True))
        if self.answer.mimetype == "text/html" and not 300 <= self.answer.status_code < 400:
            found = faults(parser, self.tree)
            assert not found, f"{self.answer.request.path}: {found}"

    @cached_property
    def text(self) -> str:
        return " ".join(" ".join(self.tree.xpath("//main//text()")).split())

    @property
    def heading(self) -> str:
        return " ".join("".join(self.tree.xpath("//h1//text()")).split())

    def links(self) -> list[str]:
        return [str(href) for href in self.tree.xpath("//a/@href")]

    def errors(self) -> list[str]:
        """The sentences of the error summary, else of the page."""
        found = self.tree.xpath("//*[contains(@class, 'error-summary__list')]/li")
        return ["".join(item.itertext()).strip() for item in found] or [self.text[:400]]

    def forms(self) -> list[Element]:
        return list(self.tree.xpath("//main//form"))

    def form(self, which: int | str, at: str) -> Form:
        found = [(form.get("action") or at, form) for form in self.forms()]
        if isinstance(which, int):
            return Form(*found[which])
        return next(Form(action, form) for action, form in found if which in action)


def _values(control: Element) -> list[Any]:
    kind = control.get("type", "")
    if control.tag == "textarea":
        return ["".join(control.itertext()).removeprefix("\n")]
    if control.tag == "select":
        chosen = control.xpath(".//option[@selected]") or control.xpath(".//option")[:1]
        return [option.get("value", "") for option in chosen]
    if kind in ("checkbox", "radio"):
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [] if kind in ("submit", "button", "file", "image") else [control.get("value", "")]


def _add(values: dict[str, Any], name: str, value: Any) -> None:
    standing = values.get(name)
    values[name] = (
        value if standing is None else [*(standing if isinstance(standing, list) else [standing]), value]
    )
