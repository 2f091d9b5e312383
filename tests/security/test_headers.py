"""What every answer tells the browser."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine

from blueprints.shared.site import SITE

WITH_A_FORM = {"/verify", "/get-involved"}
FOR_EVERYBODY = [page.path for page in SITE.values() if page.path not in WITH_A_FORM]
NOT_KEPT = [*sorted(WITH_A_FORM), "/verify/unknown", "/nowhere", "/sign-in"]


@pytest.fixture(autouse=True)
def published(operator_engine: Engine) -> None:
    """The standards are there, whichever test comes first."""


@pytest.mark.parametrize("path", NOT_KEPT)
def test_any_other_public_page_allows_nothing_foreign_and_is_not_kept(web, path: str) -> None:
    check(web.client.get(path))


@pytest.mark.parametrize("path", FOR_EVERYBODY)
def test_a_page_for_everybody_is_kept_a_minute_and_holds_nothing_of_anyone(web, path: str) -> None:
    answer = web.client.get(path)
    check(answer, kept="public, max-age=60")
    assert {"Cookie", "Accept-Encoding"} <= set(answer.vary)
    assert "Set-Cookie" not in answer.headers
    assert "csrf_token" not in answer.text


@pytest.mark.parametrize("path", FOR_EVERYBODY)
def test_with_any_cookie_it_is_not_kept(web, head, path: str) -> None:
    """Also for somebody signed in, whose first page another would be shown."""
    check(head.client.get(path))
    web.client.set_cookie("any", "thing")
    check(web.client.get(path))


def test_a_page_of_a_school_allows_nothing_foreign_and_is_not_kept(head) -> None:
    for path in ("/", "/staff", "/sign-in/link/none", "/cohorts"):
        check(head.get(path))


def check(answer, kept: str = "no-store") -> None:
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == "'self'"
    assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", policy["script-src"])
    assert (policy["frame-ancestors"], policy["base-uri"], policy["form-action"]) == (
        "'none'",
        "'none'",
        "'self'",
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == kept
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer")


def test_the_nonce_is_another_one_each_time(web) -> None:
    policies = {web.client.get("/").headers["Content-Security-Policy"] for _ in range(5)}
    assert len(policies) == 5


def test_only_a_public_server_asks_for_https_for_ever(make_app: Callable[..., Flask], web) -> None:
    public = make_app(public_url="https://lectern.example").test_client()
    assert "max-age=63072000" in public.get("/").headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in web.client.get("/").headers


def test_a_hostile_host_name_leads_nowhere(visitor, slug) -> None:
    """Nothing of an answer is made from the name that the browser says it called."""
    for path in ("/sign-in", f"/schools/{slug}/sign-in", f"/schools/{slug}/staff", "/"):
        answer = visitor.client.get(path, base_url="http://evil.example")
        assert "evil.example" not in answer.text + answer.headers.get("Location", "")
