"""Every door of the sign-in counts who knocks, also while Valkey is away."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_qualified_name

from blueprints.shared.limits import by_school, limiter
from infra.ports import free_port
from tests.authenticator import Authenticator, Key
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
    "the way to the provider": (
        "/schools/{slug}/sign-in/connections/00000000-0000-0000-0000-000000000000",
        300,
    ),
    "the way back from it": (
        "/schools/{slug}/sign-in/connections/00000000-0000-0000-0000-000000000000/callback",
        300,
    ),
    "the check of an award": ("/verify/anything", 30),
    "somebody's calendar": ("/schools/{slug}/calendar/anything.ics", 300),
    "a testimonial's link": ("/schools/{slug}/testimonials/link/anything", 120),
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


def test_who_forgets_to_type_an_address_uses_up_nobody_elses_limit(app, slug) -> None:
    assert [ask(Web(app, slug), "") for _ in range(7)] == [422] * 7


def test_an_operator_who_types_no_address_is_told_so_as_often(app) -> None:
    codes = [
        Web(app, "").submit("/operator/sign-in", {"email": ""}, form="/link").status_code for _ in range(7)
    ]
    assert codes == [422] * 7


def test_whether_the_address_is_known_makes_no_difference_to_the_limit(app, slug) -> None:
    web = Web(app, slug)
    assert [ask(web, "nobody@oak.example") for _ in range(6)] == [303] * 5 + [429]


def test_who_came_too_often_is_told_when_to_come_again_and_nobody_else(app, slug) -> None:
    web = Web(app, slug)
    answers = [web.client.get("/verify/anything") for _ in range(31)]
    assert [one.headers.get("Retry-After") for one in answers] == [None] * 30 + ["60"]


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


def counted_by(app: Flask, endpoint: str) -> set[str]:
    """What the limits of a route count by."""
    view = app.view_functions[endpoint]
    limits = limiter.limit_manager.decorated_limits(get_qualified_name(view))
    return {limit.key_func.__name__ for limit in limits}


def doors(app: Flask) -> set[str]:
    """What anyone may open that lets somebody in, or is on the way there."""
    rules = list(app.url_map.iter_rules())
    names = {rule.endpoint for rule in rules if rule.endpoint.startswith("sign_in.")}
    return names - NO_DOORS | {rule.endpoint for rule in rules if "/testimonials/link/" in rule.rule}


NO_DOORS = {
    "sign_in.doors",
    "sign_in.sent",
    "sign_in.sign_out",
    "sign_in.signed_out",
    "sign_in.demonstration",
}
NO_SCHOOL_YET = {"sign_in.find"}
BY_ACCOUNT = {
    "sign_in.ask": "by_address_typed",
    "sign_in.passkey": "by_passkey",
    "account.ask_new": "by_person",
    "account.add": "by_person",
}


def test_every_door_counts_by_address_and_by_school(app) -> None:
    assert len(doors(app)) >= 8
    for endpoint in doors(app):
        wanted = {"get_remote_address"} | (set() if endpoint in NO_SCHOOL_YET else {"by_school"})
        assert wanted <= counted_by(app, endpoint), endpoint


@pytest.mark.parametrize("endpoint", BY_ACCOUNT)
def test_where_an_account_is_named_it_is_counted_too(app, endpoint: str) -> None:
    assert BY_ACCOUNT[endpoint] in counted_by(app, endpoint)


def test_one_school_is_counted_whoever_knocks_from_wherever() -> None:
    """On a small app of its own: the true limits of a school are high."""
    small = Flask("small")
    counting = Limiter(key_func=by_school, app=small, storage_uri="memory://")

    @small.get("/schools/<slug>/door")
    @counting.limit("3/hour")
    def door(slug: str) -> str:
        return slug

    def codes(slug: str) -> list[int]:
        return [
            small.test_client()
            .get(f"/schools/{slug}/door", environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
            .status_code
            for number in range(4)
        ]

    assert codes("oak") == [200, 200, 200, 429]
    assert codes("elm") == [200, 200, 200, 429]


def try_passkey(app: Flask, slug: str, key: Key) -> int:
    web = Web(app, slug)
    answer = Authenticator("http://localhost", keys=[key]).use({"rpId": "localhost", "challenge": "AA"})
    token = str(web.page("/sign-in").tree.xpath("//form//input[@name='csrf_token']/@value")[0])
    data = {"csrf_token": token, "answer": json.dumps(answer)}
    return int(web.client.post(web.address("/sign-in/passkey"), data=data).status_code)


def test_one_passkey_is_tried_ten_times_whoever_tries_from_wherever(app, slug) -> None:
    tried, other = Key("localhost", b""), Key("localhost", b"")
    assert [try_passkey(app, slug, tried) for _ in range(11)] == [303] * 10 + [429]
    assert try_passkey(app, slug, other) == 303


@pytest.fixture
def without_valkey(make_app: Callable[..., Flask]) -> Flask:
    return make_app(redis_url=f"redis://127.0.0.1:{free_port()}/0")


def test_without_valkey_people_still_sign_in(without_valkey, slug) -> None:
    assert ask(Web(without_valkey, slug), "one@oak.example") == 303


def test_without_valkey_the_limits_still_hold(without_valkey, slug) -> None:
    web = Web(without_valkey, slug)
    assert [ask(web, "one@oak.example") for _ in range(6)] == [303] * 5 + [429]
    key = Key("localhost", b"")
    assert [try_passkey(without_valkey, slug, key) for _ in range(11)] == [303] * 10 + [429]
    path, limit = DOORS["a link"]
    assert knock(web, path.format(slug=slug), limit + 1) == limit
