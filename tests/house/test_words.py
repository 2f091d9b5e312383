"""What people read follows the table of words in the domain's paper; code may use the field's own terms."""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from jinja2 import Environment, nodes

from tests.house.source import Source, files, python

DO_NOT_SAY = {
    "gateway": r"\bgateways?\b",
    "referral": r"\breferr(?:ed|als?)\b",
    "edition": r"\beditions?\b",
    "ratify": r"\bratif(?:y|ied|ies|ication)\b",
    "awarding body": r"\bawarding bod(?:y|ies)\b",
    "coverage grid": r"\bcoverage grid\b",
    "devolved": r"\bdevolved\b|\b(?:central|recommend) mode\b",
    "LP": r"\bLPs?\b(?!-)",
    "SSO": r"\bSSO\b|\bsingle sign-on\b",
    "OIDC": r"\bOIDC\b|\bOpenID\b|\bidentity providers?\b",
    "e-mail": r"\be-mails?\b",
    "go on": r"\b(?:save and|you) go on\b|^\W*go on\b",
    "a bare moderation": r"(?<!check of a sample \()\bmoderation\b",
}
FOR_THE_IT_LEAD = {"SSO", "OIDC"}
IT_PAGES = ("blueprints/connections/", "tenants/sign_in/", "tenants/outside/")
TAGS = re.compile(r"<[^>]*>")
READ_IN_TAGS = re.compile(r"""\s(?:title|alt|placeholder|aria-label|content)=("[^"]*"|'[^']*')""")
NOT_FOR_PEOPLE = ("blueprints/shared/charts.py", "blueprints/shared/drawing.py", "tenants/outside/oidc/")
FOR_PROGRAMMERS = {
    "RuntimeError",
    "TypeError",
    "ValueError",
    "LookupError",
    "KeyError",
    "NotAMessage",
    "text",
}

Told = tuple[str, str]


def faults(told: Iterable[Told]) -> list[str]:
    return [
        f"{where}: {word}: {' '.join(words.split())[:90]}"
        for where, words in told
        for word, pattern in DO_NOT_SAY.items()
        if re.search(pattern, words, 0 if word in ("LP", "SSO", "OIDC") else re.IGNORECASE)
        and not (word in FOR_THE_IT_LEAD and where.startswith(IT_PAGES))
    ]


def for_people(words: str) -> bool:
    """A sentence or a label, not a key of the code."""
    return bool(re.search(r"\s", words.strip())) or words[:1].isupper()


def told_by_template(source: Source) -> Iterator[Told]:
    tree = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"]).parse(source.text)
    data = " ".join(node.data for node in tree.find_all(nodes.TemplateData))
    yield source.path, TAGS.sub(" ", data)
    yield from ((source.path, found) for found in READ_IN_TAGS.findall(data))
    for node in tree.find_all(nodes.Const):
        if isinstance(node.value, str) and for_people(node.value):
            yield source.path, node.value


def told_by_code(source: Source) -> Iterator[Told]:
    """Every text in it that reads as one, but for its notes and what it says to programmers."""
    silent = {id(part) for node in ast.walk(source.tree) if _silent(node) for part in ast.walk(node)}
    for node in source.nodes(ast.Constant):
        if isinstance(node.value, str) and id(node) not in silent and for_people(node.value):
            yield source.at(node), node.value


def _silent(node: ast.AST) -> bool:
    note = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return note or (isinstance(node, ast.Call) and getattr(node.func, "id", "") in FOR_PROGRAMMERS)


def told_by_data(source: Source) -> Iterator[Told]:
    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, dict | list):
            for part in value.values() if isinstance(value, dict) else value:
                yield from texts(part)
        elif isinstance(value, str):
            yield value

    yield from ((source.path, words) for words in texts(json.loads(source.text)) if for_people(words))


def test_pages_say_it_in_our_words() -> None:
    assert (
        faults(told for source in files("blueprints", suffix=".html") for told in told_by_template(source))
        == []
    )


def test_letters_and_papers_say_it_in_our_words() -> None:
    letters = [
        *files("worker", suffix=".txt"),
        *files("worker", suffix=".html"),
        *files("worker", suffix=".typ"),
    ]
    papers = files("tenants", suffix=".md")
    assert letters
    assert papers
    assert (
        faults(
            told
            for source in letters
            if source.path.endswith(".typ") is False
            for told in told_by_template(source)
        )
        == []
    )
    assert faults((source.path, source.text) for source in papers) == []


def test_versions_of_the_standards_say_it_in_our_words() -> None:
    assert faults(told for source in files("tenants", suffix=".json") for told in told_by_data(source)) == []


def test_forms_refusals_and_notices_say_it_in_our_words() -> None:
    spoken = [
        source
        for source in python("blueprints", "tenants", "worker")
        if not source.path.startswith(NOT_FOR_PEOPLE) and not source.path.endswith("models.py")
    ]
    assert faults(told for source in spoken for told in told_by_code(source)) == []


@pytest.mark.parametrize(
    "words",
    [
        "The gateway closes in July",
        "Referred: two standards",
        "Edition 1",
        "Ratify the outcomes",
        "the awarding body decides",
        "Your coverage grid",
        "A devolved programme",
        "Current LPs in post",
        "Sign in with SSO",
        "your identity provider",
        "Your e-mail address",
        "Save and go on",
        "Moderation begins",
    ],
)
def test_a_word_we_do_not_say_is_found(words: str) -> None:
    page = "blueprints/home/templates/home/x.html"
    assert faults(told_by_template(Source(page, f"<p>{words}</p>")))
    assert faults(told_by_template(Source(page, f"{{{{ button({words!r}) }}}}")))
    assert faults(told_by_template(Source(page, f'<a title="{words}">x</a>')))
    assert faults(told_by_code(Source("blueprints/home/views.py", f"flash({words!r})")))


def test_words_of_the_code_are_left_alone() -> None:
    page = Source("x.html", "{% if outcome.result == 'referred' %}{{ edition.title }}{% endif %}")
    assert faults(told_by_template(page)) == []
    assert faults(told_by_code(Source("x.py", '"""The gateway of a cohort."""\nstate = "referred"'))) == []
    assert faults([("x.html", "A quality check of a sample (moderation) follows")]) == []


def test_school_sign_in_pages_may_name_the_protocol() -> None:
    assert (
        faults([("blueprints/connections/templates/connections/show.html", "An OIDC identity provider")])
        == []
    )
