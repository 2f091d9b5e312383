"""Lines for machines: each request and job leaves one, and nothing of anybody is in any."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from tenants.base.logs import JsonLines
from tests.web import Person, Web

NAME, EMAIL, TOKEN, WORDS = (
    "Zebedee Quill",
    "zebedee.quill@private.example",
    "tok-3n-of-zebedee",
    "My secret diary",
)
ADDRESS = "203.0.113.77"
PERSONAL = (NAME, "Zebedee", "zebedee", "Quill", EMAIL, "private.example", TOKEN, WORDS, "diary", ADDRESS)


class Lines:
    def __init__(self) -> None:
        self.written = io.StringIO()

    @property
    def text(self) -> str:
        return self.written.getvalue()

    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def requests(self) -> list[dict[str, Any]]:
        return [line for line in self.all() if line["event"] == "request"]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """All that our own and others' code would write, in the form in which it is written."""
    kept, root = Lines(), logging.getLogger()
    handler = logging.StreamHandler(kept.written)
    handler.setFormatter(JsonLines())
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield kept
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def broken(make_app: Callable[..., Flask]) -> Flask:
    """Its list of staff breaks with personal words in the error."""
    app = make_app()

    def view() -> str:
        raise ValueError(f"{NAME} <{EMAIL}> wrote {WORDS}")

    app.view_functions["staff.index"] = view
    return app


def test_a_request_leaves_one_line_with_what_it_cost(web: Web, slug, lines: Lines) -> None:
    with web.get(f"/schools/{slug}/sign-in") as answer:
        sent = len(answer.data)
    (line,) = lines.requests()
    assert (line["method"], line["endpoint"], line["status"]) == ("GET", "sign_in.doors", 200)
    assert (line["level"], line["from"], line["bytes"]) == ("info", "app.noting", sent)
    assert line["queries"] > 2
    assert line["ms"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])
    assert line["request"] == answer.headers["X-Request-ID"]


def test_the_number_on_the_page_of_a_fault_leads_to_its_lines(
    broken, in_school, school_id, head_id, lines
) -> None:
    head = Person(broken, in_school)(school_id, head_id)
    with head.get("/staff") as answer:
        page = answer.text
    number = answer.headers["X-Request-ID"]
    assert f"<strong>{number}</strong>" in page
    fault, request = (line for line in lines.all() if line["request"] == number)
    assert (fault["level"], request["status"], request["endpoint"]) == ("error", 500, "staff.index")
    assert "ValueError at GET /schools/<slug>/staff" in fault["event"]
    assert "test_logs.py" in fault["event"]


def test_a_number_that_a_browser_brings_is_not_taken(web: Web, lines: Lines) -> None:
    with web.client.get("/health", headers={"X-Request-ID": TOKEN}) as answer:
        assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", answer.headers["X-Request-ID"])
    assert TOKEN not in lines.text


def planted(web: Web) -> Iterator[Any]:
    """Personal data in every place where a request can hold some."""
    headers = {
        "User-Agent": f"{NAME}'s browser",
        "Referer": f"http://localhost/schools/oak/staff?q={EMAIL}",
        "X-Forwarded-For": ADDRESS,
        "X-Request-ID": TOKEN,
        "From": EMAIL,
        "Cookie": f"lectern={TOKEN}",
        "Authorization": f"Bearer {TOKEN}",
    }
    base = {"REMOTE_ADDR": ADDRESS}
    token = web.page("/staff/new").form(0, "").data({})["csrf_token"]
    typed = {"csrf_token": token, "email": EMAIL, "name": NAME, "title": WORDS}
    for path in (
        "/staff/new",
        f"/sign-in/link/{TOKEN}",
        f"/staff?q={NAME}&email={EMAIL}",
        f"/staff/{NAME}",
        f"/{EMAIL}",
        f"/sign-in?next=/{TOKEN}",
    ):
        yield web.client.get(web.address(path), headers=headers, environ_base=base)
        yield web.client.post(web.address(path), data=typed, environ_base=base)
    for path in (f"/verify/{TOKEN}", f"/schools/{NAME}/staff", f"/operator/sign-in/link/{TOKEN}", f"/{NAME}"):
        yield web.client.get(path, headers=headers, environ_base=base)
    upload = {**typed, "file": (io.BytesIO(WORDS.encode()), f"{NAME}.csv")}
    yield web.client.post(web.address("/staff/lists/new"), data=upload, content_type="multipart/form-data")
    yield web.client.open(web.address("/staff"), method="ZEBEDEE", environ_base=base)
    yield web.client.get(web.address("/staff"))


def test_nothing_of_anybody_is_in_any_line(broken, in_school, school_id, head_id, lines: Lines) -> None:
    head = Person(broken, in_school)(school_id, head_id)
    for answer in planted(head):
        answer.close()
    assert len(lines.requests()) >= 17
    assert {line["status"] for line in lines.requests()} >= {404, 422, 500}
    assert [word for word in PERSONAL if word in lines.text] == []


def test_a_library_that_quotes_an_address_or_an_error_is_not_believed(lines: Lines) -> None:
    try:
        raise ValueError(WORDS)
    except ValueError:
        logging.getLogger("somebody.else").exception("could not write to %s", EMAIL)
    assert EMAIL not in lines.text
    assert WORDS not in lines.text
    assert lines.all()[0]["event"] == "could not write to (address)"
    assert "ValueError" in lines.all()[0]["trail"]


def test_a_line_stays_one_line_whatever_is_in_it(lines: Lines) -> None:
    logging.getLogger("somebody.else").warning('one\n{"event": "request"}\ntwo')
    assert len(lines.all()) == 1


def test_queries_of_one_request_are_not_counted_for_another(web: Web, slug, lines: Lines) -> None:
    for path in (f"/schools/{slug}/sign-in", "/health"):
        with web.get(path):
            pass
    assert [line["queries"] > 0 for line in lines.requests()] == [True, False]
