"""Every template: it parses, leads nowhere that is not there, and lets no inline code in."""

import re
from collections import Counter

import pytest
from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, nodes

from tests.house.source import Source, files

PLANTED_AT = "blueprints/x/templates/x/planted.html"
INLINE = {
    "a style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script": re.compile(r"<script(?![^>]*\s(?:src|nonce)=)", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "an unescaped value": re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false"),
}
FROM_PACKAGES = ("govuk_frontend_jinja/", "govuk_frontend_wtf/")
TEMPLATES = files("blueprints", "infra/templates", suffix=".html")


@pytest.fixture(scope="module")
def environment() -> Environment:
    return Environment(autoescape=True, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])


def name(source: Source) -> str:
    """`shared/layout.html` of `blueprints/shared/templates/shared/layout.html`."""
    return source.path.split("templates/", 1)[1]


def inline(source: Source) -> list[str]:
    return [f"{source.path}: {what}" for what, pattern in INLINE.items() if pattern.search(source.text)]


def unresolved(environment: Environment, source: Source, known: set[str]) -> list[str]:
    wanted = environment.parse(source.text).find_all(
        (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    )
    names = [node.template.value for node in wanted if isinstance(node.template, nodes.Const)]
    return [
        f"{source.path}: {name}" for name in names if name not in known and not name.startswith(FROM_PACKAGES)
    ]


def unused_macros(environment: Environment, sources: list[Source]) -> list[str]:
    """A macro whose name stands nowhere but where it is defined."""
    words = Counter(word for source in sources for word in re.findall(r"\w+", source.text))
    defined = [
        (source, macro.name)
        for source in sources
        for macro in environment.parse(source.text).find_all(nodes.Macro)
    ]
    times = Counter(name for _, name in defined)
    return [f"{source.path}: {name}" for source, name in defined if words[name] <= times[name]]


def unused_imports(environment: Environment, source: Source) -> list[str]:
    words = Counter(re.findall(r"\w+", source.text))
    imports = environment.parse(source.text).find_all(nodes.FromImport)
    names = [one[1] if isinstance(one, tuple) else one for node in imports for one in node.names]
    return [f"{source.path}: {name}" for name in names if words[name] < 2]


@pytest.mark.parametrize("source", TEMPLATES, ids=name)
def test_a_template_parses(environment: Environment, source: Source) -> None:
    environment.parse(source.text, filename=source.path)


def test_a_broken_template_does_not_parse(environment: Environment) -> None:
    with pytest.raises(TemplateSyntaxError):
        environment.parse("{% if x %}")


def test_no_template_has_inline_code() -> None:
    assert [fault for source in TEMPLATES for fault in inline(source)] == []


@pytest.mark.parametrize(
    "planted",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        '<button onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
        "{{ text | safe }}",
        "{% autoescape false %}",
    ],
)
def test_inline_code_is_found(planted: str) -> None:
    assert inline(Source(PLANTED_AT, planted))


def test_every_template_that_another_names_is_there(environment: Environment) -> None:
    known = {name(source) for source in TEMPLATES}
    assert [fault for source in TEMPLATES for fault in unresolved(environment, source, known)] == []
    assert unresolved(environment, Source(PLANTED_AT, "{% include 'shared/nowhere.html' %}"), known)


def test_the_templates_of_packages_are_there(app) -> None:
    for source in TEMPLATES:
        if source.path.startswith("blueprints/"):
            assert app.jinja_env.get_template(name(source))
    with pytest.raises(TemplateNotFound):
        app.jinja_env.get_template("govuk_frontend_jinja/components/nothing/macro.html")


def test_every_macro_is_used(environment: Environment) -> None:
    assert unused_macros(environment, list(TEMPLATES)) == []
    planted = Source(PLANTED_AT, "{% macro lonely() %}{% endmacro %}")
    assert unused_macros(environment, [*TEMPLATES, planted])


def test_every_imported_macro_is_used(environment: Environment) -> None:
    assert [fault for source in TEMPLATES for fault in unused_imports(environment, source)] == []
    assert unused_imports(
        environment, Source(PLANTED_AT, "{% from 'x.html' import ring, bars %}{{ bars() }}")
    )
