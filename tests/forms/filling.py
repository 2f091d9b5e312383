"""How a form can be filled: with nothing, with too much, with what nobody expects, and as one should."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml.etree import _Element as Element
from werkzeug.datastructures import FileStorage

from tests.page import Form

TEXTS = ("text", "email", "url", "search", "tel", "")
KEPT = {"csrf_token", "form_key"}
MEGABYTE = 1024 * 1024
Data = dict[str, Any]


@dataclass(frozen=True)
class Controls:
    """The controls of one form, by what a person does with them."""

    standing: Data
    texts: dict[str, int]
    choices: dict[str, tuple[str, ...]]
    files: tuple[str, ...]


def controls(form: Form) -> Controls:
    texts = [one.get("name") for one in form.element.xpath(".//input[@name]") if _is_text(one)]
    texts += form.element.xpath(".//textarea/@name")
    choices: dict[str, list[str]] = {}
    for one in form.element.xpath(".//input[@type='radio' or @type='checkbox'][@name]"):
        choices.setdefault(one.get("name"), []).append(one.get("value", "y"))
    for one in form.element.xpath(".//select[@name]"):
        choices[one.get("name")] = [value for value in one.xpath(".//option/@value") if value]
    files = form.element.xpath(".//input[@type='file']/@name")
    return Controls(
        form.standing(),
        dict(Counter(texts)),
        {name: tuple(values) for name, values in choices.items()},
        tuple(files),
    )


def _is_text(control: Element) -> bool:
    return control.get("type", "") in TEXTS


def _filled_with(words: str) -> Callable[[Controls], Data]:
    return lambda found: _proper(found) | _typed(found, words)


def _typed(found: Controls, words: str) -> Data:
    """Into every box, also where one name has several, as a date has."""
    return {name: [words] * boxes if boxes > 1 else words for name, boxes in found.texts.items()}


def _empty(found: Controls) -> Data:
    kept = {name: value for name, value in found.standing.items() if name in KEPT or name == "version"}
    return kept | _typed(found, "")


def _megabyte(found: Controls) -> Data:
    first = dict.fromkeys(list(found.texts)[:1], "x" * MEGABYTE)
    return _proper(found) | first


def _twice(found: Controls) -> Data:
    """Every field sent two times, the second with other words."""
    return {
        name: [*(value if isinstance(value, list) else [value]), f"{value}2"]
        for name, value in _proper(found).items()
        if name not in KEPT
    } | {name: value for name, value in found.standing.items() if name in KEPT}


def _proper(found: Controls) -> Data:
    """As a person would, as far as a form tells what it wants."""
    chosen = {
        name: values[0] for name, values in found.choices.items() if values and not found.standing.get(name)
    }
    typed = {
        name: _words(name)
        for name, boxes in found.texts.items()
        if boxes == 1 and not found.standing.get(name)
    }
    files = {name: FileStorage(BytesIO(b"Notes of a lesson."), "notes.txt") for name in found.files}
    return found.standing | chosen | typed | files


def _words(name: str) -> str:
    guesses = {
        "email": "ada.new@school.example",
        "head_email": "ada.head@school.example",
        "url": "https://www.school.example/a",
        "code": "0123",
        "slug": "ada-lovelace",
        "urn": "123456",
    }
    return guesses.get(name, "Ada Lovelace")


WAYS: dict[str, Callable[[Controls], Data]] = {
    "empty": _empty,
    "a megabyte": _megabyte,
    "NUL": _filled_with("a\0b"),
    "right to left": _filled_with("\u202eשלום \u2066عالم\u2069"),
    "emoji": _filled_with("👩🏽‍🏫🇬🇧"),
    "every field twice": _twice,
    "properly": _proper,
}
