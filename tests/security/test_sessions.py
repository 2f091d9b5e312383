"""Cookies, form tokens and sessions."""

import secrets
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from tenants.sign_in.actions.links import make_link
from tenants.sign_in.rules import LINK_LASTS
from tests.web import Web

ID = "01890000-0000-7000-8000-000000000000"


def cookies(answer) -> list[str]:
    return answer.headers.getlist("Set-Cookie")


def _part(rule: Rule, name: str) -> str | int:
    """Something that this part of an address may say."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else ID


def posts(app: Flask, slug: str) -> Iterator[str]:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.methods and "POST" in rule.methods:
            given = {name: _part(rule, name) for name in rule.arguments} | {"slug": slug}
            yield adapter.build(rule.endpoint, given, method="POST")


PROGRAMS = "/back-channel-logout"
"""Brings a signed token of its own, and is opened by no browser."""


def token_of(web: Web, path: str) -> str:
    return str(web.page(path).tree.xpath("//form//input[@name='csrf_token']/@value")[0])


def test_the_cookie_of_a_public_server_is_for_its_own_host_over_https_only(
    make_app: Callable[..., Flask],
) -> None:
    answer = (
        make_app(public_url="https://lectern.example")
        .test_client()
        .get("/sign-in", base_url="https://lectern.example")
    )
    (cookie,) = cookies(answer)
    parts = set(cookie.split("; ")[1:])
    assert cookie.startswith("__Host-lectern=")
    assert parts == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


def test_on_loopback_the_cookie_is_still_kept_from_scripts_and_other_sites(visitor) -> None:
    (cookie,) = cookies(visitor.get("/sign-in"))
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_no_post_of_any_route_is_taken_without_the_token_of_a_form(app, slug, head) -> None:
    """Signing in and out included: nobody is signed in as somebody else by another site."""
    paths = list(posts(app, slug))
    assert len(paths) > 40
    codes = {path: head.client.post(path, data={"form_key": ID}).status_code for path in paths}
    assert {code for path, code in codes.items() if not path.endswith(PROGRAMS)} == {403}, codes
    assert {code for path, code in codes.items() if path.endswith(PROGRAMS)} == {400}, codes


def test_no_autosave_is_taken_without_the_token(app, slug, head) -> None:
    paths = [path for path in posts(app, slug) if path.endswith("/autosave")]
    assert paths
    for path in paths:
        assert head.client.post(path, json={"version": 1, "fields": {}}).status_code == 403


def test_the_token_of_another_browser_is_not_taken(app, slug, head) -> None:
    stolen = token_of(Web(app, slug), "/sign-in")
    answer = head.client.post(f"/schools/{slug}/sign-out", data={"csrf_token": stolen})
    assert answer.status_code == 403
    assert head.get("/").status_code == 200


@pytest.fixture
def way_in(in_school, school_id, head_id) -> str:
    with in_school(school_id) as session:
        return f"/sign-in/link/{make_link(session, head_id, '', LINK_LASTS)}"


def test_signing_in_takes_over_nothing_that_was_planted_before(app, slug, way_in) -> None:
    """Whoever knew the cookie from before knows neither the session nor the form token of afterwards."""
    web = Web(app, slug)
    with web.client.session_transaction() as cookie:
        cookie["tokens"] = {slug: "planted"}
    web.get(way_in)
    with web.client.session_transaction() as cookie:
        before = dict(cookie)
    web.submitted(way_in)
    with web.client.session_transaction() as cookie:
        assert cookie["tokens"][slug] != "planted"
        assert cookie.get("csrf_token") != before["csrf_token"]


def test_signing_out_ends_the_session_for_a_copy_of_the_cookie_too(app, slug, head) -> None:
    copy = Web(app, slug)
    with head.client.session_transaction() as kept, copy.client.session_transaction() as taken:
        taken.update(kept)
    assert copy.get("/").status_code == 200
    head.client.post(head.address("/sign-out"), data={"csrf_token": token_of(head, "/")})
    assert copy.get("/").status_code == 303


def test_signing_in_again_ends_the_session_that_is_replaced(app, slug, head, way_in) -> None:
    copy = Web(app, slug)
    with head.client.session_transaction() as kept, copy.client.session_transaction() as taken:
        taken.update(kept)
    head.submitted(way_in)
    assert head.get("/").status_code == 200
    assert copy.get("/").status_code == 303


def test_a_new_key_with_the_old_one_behind_it_ends_no_session(
    make_app: Callable[..., Flask], settings, slug, head
):
    rotated = make_app(secret_key=secrets.token_hex(32), secret_key_fallbacks=(settings.secret_key,))
    after = carried(head, rotated, slug)
    assert after.get("/").status_code == 200


def test_without_the_old_key_every_cookie_is_worthless(make_app: Callable[..., Flask], slug, head) -> None:
    assert carried(head, make_app(secret_key=secrets.token_hex(32)), slug).get("/").status_code == 303


def carried(web: Web, app: Flask, slug: str) -> Web:
    """The same cookie, byte for byte, at another process."""
    after = Web(app, slug)
    cookie = web.client.get_cookie("lectern")
    after.client.set_cookie("lectern", cookie.value)
    return after
