"""Somebody leaves: the browser that they left open at home is out within a minute, and stays out."""

import time
from collections.abc import Callable

from tests.identity_provider.server import CLIENT_ID, CLIENT_SECRET, IdentityProvider
from tests.journeys.house import House
from tests.journeys.visitor import Visitor

SLUG = "leavers"
SPACE = f"/schools/{SLUG}"
HANA, ADA = f"hana@{SLUG}.example", f"ada@{SLUG}.example"
A_MINUTE = 60


def add_ada(head: Visitor) -> None:
    head.open(f"{SPACE}/staff/new")
    head.fill("Name", "Ada Leaver")
    head.fill("Work email", ADA)
    head.press("Add")


def set_school_sign_in_up(house: House, head: Visitor) -> IdentityProvider:
    head.open(f"{SPACE}/school-sign-in")
    head.follow("Set it up")
    head.choose("Another provider with OpenID Connect")
    head.press("Continue")
    callback = head.field("Redirect address").input_value()
    users = {
        who: {"name": name, "email": email, "email_verified": True}
        for who, name, email in (("hana", "Hana Head", HANA), ("ada", "Ada Leaver", ADA))
    }
    provider = IdentityProvider(SLUG, [callback], users, port=house.provider_ports[0])
    provider.__enter__()
    head.fill("Issuer", provider.issuer)
    head.fill("Client ID", CLIENT_ID)
    head.fill("Client secret", CLIENT_SECRET)
    head.press("Save")
    head.press("Try it")
    head.press_anywhere("Hana Head")
    head.must_say("Lectern knew who it was")
    head.press("Switch it on")
    head.must_say("On since")
    return provider


def sign_in_at_school(visitor: Visitor, *, known_there: bool) -> None:
    """The provider knows a browser again that was signed in there before."""
    visitor.open(f"{SPACE}/sign-in")
    visitor.follow("Sign in with your school account")
    if not known_there:
        visitor.press_anywhere("Ada Leaver")


def out_after(visitor: Visitor) -> float:
    """Seconds until the open browser, asked for another page again and again, is led to the sign-in."""
    began = time.monotonic()
    while f"{SPACE}/sign-in" not in visitor.page.url:
        assert time.monotonic() - began < A_MINUTE, "still in after a minute"
        visitor.open(f"{SPACE}/standards")
    return time.monotonic() - began


def test_a_leavers_open_browser_is_out_within_a_minute_and_the_school_account_does_not_bring_them_back(
    house: House, arrive: Callable[[], Visitor]
) -> None:
    house.command(
        "school", "create", "--name", "Leavers School", "--slug", SLUG, "--head-name", "Hana Head",
        "--head-email", HANA,
    )  # fmt: skip
    head, at_school, at_home = arrive(), arrive(), arrive()
    head.sign_in_by(house.link_to(HANA, "invited"))
    add_ada(head)
    provider = set_school_sign_in_up(house, head)
    try:
        for ada in (at_school, at_home):
            sign_in_at_school(ada, known_there=False)
            ada.must_say("Hello, Ada")

        head.open(f"{SPACE}/staff")
        head.follow("Ada Leaver")
        head.follow("End their access")
        head.press("End")
        head.must_say("can no longer sign in")

        assert all(out_after(ada) < A_MINUTE for ada in (at_school, at_home))
        sign_in_at_school(at_home, known_there=True)
        at_home.must_say("Your account is not known here")

        head.open(f"{SPACE}/staff?show=left")
        head.follow("Ada Leaver")
        head.follow("Give access again")
        head.press("Give access")
        head.must_say("can sign in again")
        sign_in_at_school(at_school, known_there=True)
        at_school.must_say("Hello, Ada")
    finally:
        provider.__exit__()
