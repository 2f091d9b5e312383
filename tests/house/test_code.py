"""What the code must never say, each with an example of somebody saying it."""

import ast
import re
from collections.abc import Callable, Iterable

import pytest

from tests.house.source import FLOORS, Source, python, texts

Check = Callable[[Source], Iterable[str]]

LONGEST_FILE = 300
LONGEST_FUNCTION = 50
CLOCK = re.compile(r"datetime\.now|utcnow|func\.now|date\.today|\btime\.time\(|CURRENT_TIMESTAMP")
REAL_TIME = (
    "tenants/base/clock.py",
    "tenants/outside/",
    "tenants/sign_in/actions/forgetting.py",
    "infra/",
)
DAY = re.compile(r"%B|%-d|%d\.%|%H:%M(?!:)|\.strftime\(")
DAYS = (
    "tenants/base/days.py",
    "tenants/staff/rules/leaving.py",  # reads what others wrote
    "tenants/programmes/rules/design.py",  # for JSON
    "blueprints/shared/autosave.py",  # what the three boxes of a day hold
)
COMMITTERS = ("tenants/base/isolation.py", "app/cli.py", "app/commands/schools.py")
WEB = {"flask", "jinja2", "wtforms", "flask_wtf", "werkzeug", "rq"}
SCHOOL_SETTING = re.compile(r"(?i)\bSET\s+(?!LOCAL\b)(?:SESSION\s+)?lectern\.|set_config\(\s*'lectern\.")
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/\w")
ADDRESS = re.compile(r"https?://(?:[^/\s\"'@]*@)?([\w.-]+\.[a-z]{2,})(?![\w.-])", re.IGNORECASE)
KNOWN_HOSTS = {"www.w3.org", "www.aiim.org", "login.microsoftonline.com", "accounts.google.com"}
KNOWN_HOSTS |= {"schemas.openid.net"}  # the name of an event, never called
KNOWN_HOSTS |= {"doi.org", "openlibrary.org"}  # where a reference leads its reader, never called
KNOWN_HOSTS |= {"www.sitemaps.org"}  # the name of a form, never called
KNOWN_HOSTS |= {"github.com", "opencollective.com"}  # whom the packages of package-lock.json ask to fund


def clock_elsewhere(source: Source) -> Iterable[str]:
    """Identity providers live in real time, and so do processes and servers."""
    if source.path.startswith(REAL_TIME):
        return
    for number, line in enumerate(source.text.splitlines(), 1):
        if CLOCK.search(line):
            yield f"{source.path}:{number}"


def imports_inside_functions(source: Source) -> Iterable[str]:
    for function in source.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        yield from (
            source.at(node) for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
        )


def commits(source: Source) -> Iterable[str]:
    if source.path in COMMITTERS:
        return
    for call in source.nodes(ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit":
            yield source.at(call)


def web_in_the_ground(source: Source) -> Iterable[str]:
    if not source.path.startswith("tenants/"):
        return
    for node in source.nodes(ast.Import, ast.ImportFrom):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        if WEB & {name.split(".")[0] for name in names}:
            yield source.at(node)


def too_long(source: Source) -> Iterable[str]:
    if "migrations/versions" not in source.path and source.text.count("\n") > LONGEST_FILE:
        yield f"{source.path}: {source.text.count(chr(10))} lines"


def long_functions(source: Source) -> Iterable[str]:
    if "migrations/versions" in source.path:
        return
    for node in source.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION:
            yield f"{source.at(node)} {node.name}"


def school_set_for_good(source: Source) -> Iterable[str]:
    yield from (f"{source.path}: {found}" for found in SCHOOL_SETTING.findall(source.text))


CODE: list[tuple[Check, Source]] = [
    (clock_elsewhere, Source("worker/due.py", "late = datetime.now(UTC) > due\n")),
    (clock_elsewhere, Source("tenants/staff/queries.py", "select(func.now())\n")),
    (imports_inside_functions, Source("app/x.py", "def f():\n    from app import y\n")),
    (commits, Source("tenants/staff/actions/people.py", "def f(session):\n    session.commit()\n")),
    (web_in_the_ground, Source("tenants/staff/rules.py", "from flask import request\n")),
    (web_in_the_ground, Source("tenants/staff/rules.py", "import flask.globals\n")),
    (too_long, Source("app/x.py", "x = 1\n" * (LONGEST_FILE + 1))),
    (long_functions, Source("app/x.py", "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION)),
    (school_set_for_good, Source("tenants/base/x.py", "sql('SET lectern.school_id = 1')\n")),
    (school_set_for_good, Source("tenants/base/x.py", "sql('set session lectern.school_id = 1')\n")),
    (
        school_set_for_good,
        Source("tenants/base/x.py", "sql(\"select set_config('lectern.school_id', x)\")\n"),
    ),
]


@pytest.mark.parametrize("check", dict.fromkeys(check for check, _ in CODE), ids=lambda check: check.__name__)
def test_the_code_never_does_it(check: Check) -> None:
    assert [fault for source in python() for fault in check(source)] == []


@pytest.mark.parametrize(("check", "planted"), CODE, ids=lambda each: getattr(each, "__name__", ""))
def test_whoever_does_it_is_found(check: Check, planted: Source) -> None:
    assert list(check(planted))


def machine_paths(source: Source) -> list[str]:
    return [f"{source.path}: {found}" for found in MACHINE.findall(source.text)]


def unknown_hosts(source: Source) -> list[str]:
    """Tests may name what they refuse; all else is an example's, a standard's or a named provider's."""
    if source.path.startswith("tests/"):
        return []
    hosts = {host.lower() for host in ADDRESS.findall(source.text)}
    return [
        f"{source.path}: {host}"
        for host in sorted(hosts - KNOWN_HOSTS)
        if not host.endswith((".example", ".localhost"))
    ]


def test_nothing_names_a_path_of_somebodys_machine() -> None:
    assert [fault for source in texts() for fault in machine_paths(source)] == []
    assert machine_paths(Source("infra/x.py", "open('" + "/".join(["", "home", "ada", "x"]) + "')"))


def test_nothing_names_an_address_that_was_not_looked_at() -> None:
    assert [fault for source in texts() for fault in unknown_hosts(source)] == []
    assert unknown_hosts(Source("requirements.in", "--index-url https://packages.registry.org/simple"))
    assert unknown_hosts(Source("app/x.py", "'https://user:word@packages.registry.org'"))


def days_elsewhere(source: Source) -> list[str]:
    """People read every day and every time in one style. Lists and machines have theirs, which begins with the year."""
    if source.path.startswith(DAYS) or not source.path.startswith(tuple(f"{floor}/" for floor in FLOORS)):
        return []
    lines = enumerate(source.text.splitlines(), 1)
    return [f"{source.path}:{number}" for number, line in lines if DAY.search(line)]


def test_days_are_put_into_words_in_one_place() -> None:
    written = [source for source in texts() if source.path.endswith((".py", ".html", ".txt"))]
    assert [fault for source in written for fault in days_elsewhere(source)] == []
    assert days_elsewhere(Source("worker/x.py", 'f"{day.day} {day:%B %Y}"'))
    assert days_elsewhere(Source("tenants/copies/queries/x.py", 'f"{day:%d.%m.%Y}"'))
    assert days_elsewhere(Source("blueprints/x.html", '{{ one.at.strftime("%H:%M") }}'))
    assert not days_elsewhere(Source("blueprints/x.py", 'f"{day:%Y-%m-%d}.csv"'))


def test_the_house_is_read_whole() -> None:
    """A check that reads no file finds no fault."""
    assert {source.path.split("/")[0] for source in python()} == set(FLOORS)
    assert len(texts()) > len(python())
