"""An IT lead, who visits once, sets Google and Microsoft up from the pages alone; a head switches each on."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.identity_provider.server import CLIENT_ID, CLIENT_SECRET, IdentityProvider
from tests.journeys.house import House
from tests.journeys.visitor import Visitor

SLUG = "oak-accounts"
SPACE = f"/schools/{SLUG}"
DOMAIN = f"{SLUG}.example"
IVY = f"ivy@{DOMAIN}"
TENANT = "6f1d3a52-94c1-4d0e-8a55-0c2b9d1e7f10"


@pytest.fixture
def providers() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def bring_in_ivy(head: Visitor) -> None:
    head.open(f"{SPACE}/staff/lists/new")
    head.fill("Or paste the list", f"Name,Work email\nIvy Lead,{IVY}")
    head.press("Read the list")
    head.press("Continue to the preview")
    head.press("Bring in this list")
    head.look_again_until("The list is in")
    head.open(f"{SPACE}/staff")
    head.follow("Ivy Lead")
    head.follow("Change roles")
    head.choose("IT lead")
    head.press("Give this role")


def begin(ivy: Visitor, link: str, kind: str) -> str:
    """Returns the redirect address to copy."""
    ivy.open(f"{SPACE}/school-sign-in")
    ivy.follow(link)
    ivy.choose(kind)
    ivy.press("Continue")
    return ivy.field("Redirect address").input_value()


def try_and_ask(ivy: Visitor) -> None:
    ivy.press("Save")
    ivy.press("Try it")
    ivy.press_anywhere("Ivy Lead")
    ivy.must_say("Lectern knew who it was")
    ivy.press("Ask a headteacher to switch it on")
    ivy.must_say("get an email")


def sign_in_by(visitor: Visitor, name: str) -> None:
    visitor.open(f"{SPACE}/sign-in")
    visitor.follow(f"Sign in with {name}")
    visitor.press_anywhere("Ivy Lead")
    visitor.must_say("Hello, Ivy")


def test_an_it_lead_sets_google_and_microsoft_up_and_a_head_switches_them_on(
    house: House, arrive, providers: ExitStack
) -> None:
    house.command(
        "school", "create", "--name", "Oak Accounts", "--slug", SLUG, "--head-name", "Hana Head",
        "--head-email", f"hana@{DOMAIN}",
    )  # fmt: skip
    head, ivy = arrive(), arrive()
    head.sign_in_by(house.link_to(f"hana@{DOMAIN}", "invited"))
    bring_in_ivy(head)
    ivy.open(f"{SPACE}/sign-in")
    ivy.fill("Your work email address", IVY)
    ivy.press("Email me a link")
    ivy.sign_in_by(house.link_to(IVY, "sign-in link"))

    callback = begin(ivy, "Set it up", "Google Workspace")
    user = {"name": "Ivy Lead", "email": IVY, "email_verified": True, "hd": DOMAIN}
    providers.enter_context(
        IdentityProvider("Google", [callback], {"ivy": user}, port=house.provider_ports[3])
    )
    ivy.fill("Domain of your Google accounts", DOMAIN)
    ivy.fill("Client ID", CLIENT_ID)
    ivy.fill("Client secret", CLIENT_SECRET)
    try_and_ask(ivy)
    head.open(house.link_in(house.mail_to(f"hana@{DOMAIN}", "Please decide")))
    head.press("Switch it on")
    head.must_say("On since")

    callback = begin(ivy, "Add another connection", "Microsoft 365 (Entra ID)")
    user = {"name": "Ivy Lead", "email": IVY, "tid": TENANT, "oid": "object-ivy"}
    path = f"/{TENANT}/v2.0"
    providers.enter_context(
        IdentityProvider("Microsoft", [callback], {"ivy": user}, house.provider_ports[4], path)
    )
    ivy.fill("Directory (tenant) ID", TENANT)
    ivy.fill("Application (client) ID", CLIENT_ID)
    ivy.fill("Domain of your email addresses", DOMAIN)
    ivy.fill("Client secret", CLIENT_SECRET)
    try_and_ask(ivy)
    head.open(f"{SPACE}/")
    head.follow("Decide")
    head.press("Switch it on")
    head.must_say("On since")

    for name in ("Google", "Microsoft"):
        sign_in_by(arrive(), name)
