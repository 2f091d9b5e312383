"""Every door of the sign-in counts who knocks, also while Valkey is away."""

from collections.abc import Callable

import pytest
from flask import Flask

from infra.ports import free_port
from tests.web import Web


def knock(web: Web, path: str, most: int) -> int:
    """How many times the door is answered before it is closed for a while."""
    for times in range(most):
        answer = web.client.get(path)
        assert answer.status_code < 500
        if answer.status_code == 429:
            return times
    return most


def ask(web: Web, email: str) -> int:
    return int(web.submit("/sign-in", {"email": email}).status_code)


DOORS: dict[str, tuple[str, int]] = {
    "the finder of schools": ("/sign-in", 60),
    "a link": ("/schools/{slug}/sign-in/link/anything", 60),
    "the way to the provider": ("/schools/{slug}/sign-in/connection", 300),
    "the way back from it": (
        "/schools/{slug}/sign-in/connections/00000000-0000-0000-0000-000000000000/callback",
        300,
    ),
    "the check of an award": ("/verify/anything", 30),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_door_is_closed_for_a_while_to_who_knocks_too_often(app, slug, door: str) -> None:
    path, limit = DOORS[door]
    web = Web(app, slug)
    assert knock(web, path.format(slug=slug), limit + 1) == limit
    assert Web(app, slug).client.get(path.format(slug=slug)).status_code != 429


def test_one_address_gets_five_links_whoever_asks_from_wherever(app, slug) -> None:
    asked = [ask(Web(app, slug), email) for email in ["one@oak.example", " ONE@oak.example"] * 3]
    assert asked == [303] * 5 + [429]


def test_whether_the_address_is_known_makes_no_difference_to_the_limit(app, slug) -> None:
    web = Web(app, slug)
    assert [ask(web, "nobody@oak.example") for _ in range(6)] == [303] * 5 + [429]


def test_a_forged_forwarding_header_dodges_no_limit(app, slug) -> None:
    web, codes = Web(app, slug), []
    for number in range(31):
        headers = {"X-Forwarded-For": f"192.0.2.{number}", "X-Real-IP": f"192.0.2.{number}"}
        codes.append(web.client.get("/verify/anything", headers=headers).status_code)
    assert codes[-1] == 429


def test_behind_our_proxy_each_address_is_counted_by_itself(make_app: Callable[..., Flask], slug) -> None:
    web = Web(make_app(proxies=1), slug)
    codes = [
        web.client.get(
            "/verify/anything", headers={"X-Forwarded-For": f"192.0.2.{forged}, {real}"}
        ).status_code
        for real, forged in [*(("203.0.113.1", number) for number in range(31)), ("203.0.113.2", 1)]
    ]
    assert codes == [404] * 30 + [429, 404]


@pytest.fixture
def without_valkey(make_app: Callable[..., Flask]) -> Flask:
    return make_app(redis_url=f"redis://127.0.0.1:{free_port()}/0")


def test_without_valkey_people_still_sign_in(without_valkey, slug) -> None:
    assert ask(Web(without_valkey, slug), "one@oak.example") == 303


def test_without_valkey_the_limits_still_hold(without_valkey, slug) -> None:
    web = Web(without_valkey, slug)
    assert [ask(web, "one@oak.example") for _ in range(6)] == [303] * 5 + [429]
    path, limit = DOORS["a link"]
    assert knock(web, path.format(slug=slug), limit + 1) == limit
