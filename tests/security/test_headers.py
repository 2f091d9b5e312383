"""What every answer tells the browser."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

PAGES = ["/", "/standards", "/verify", "/verify/unknown", "/nowhere", "/sign-in"]


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_allows_nothing_foreign_and_is_not_kept(web, path: str) -> None:
    check(web.client.get(path))


def test_a_page_of_a_school_allows_nothing_foreign_and_is_not_kept(head) -> None:
    for path in ("/", "/staff", "/sign-in/link/none", "/cohorts"):
        check(head.get(path))


def check(answer) -> None:
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
    assert answer.headers["Cache-Control"] == "no-store"
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
