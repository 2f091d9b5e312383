"""The operator's passkeys in a real browser, with the authenticator that Chromium itself plays."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import select

from tenants.base.isolation import sessions
from tenants.operators.actions.doors import ask_for_link, ready_link
from tenants.operators.models import Operator, OperatorLink
from tests.blueprints.operator.conftest import code_of
from tests.journeys.device import FLAGS, Device
from tests.journeys.visitor import ByKeyboard, Visitor, WithoutScripts
from tests.servers import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield made
        made.close()


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """Under a name: passkeys are not for addresses of numbers."""
    kept = app.extensions["outside"]
    with serving(app) as numbers:
        named = numbers.replace("127.0.0.1", "localhost")
        app.extensions["outside"] = replace(kept, public_url=named)
        yield named
        app.extensions["outside"] = kept


@pytest.fixture
def sign_in(operator_engine, imogen: Operator) -> Callable[[Visitor], None]:
    def by_link_and_code(visitor: Visitor) -> None:
        with sessions(operator_engine).begin() as session:
            ask_for_link(session, imogen.email, "")
            link = session.scalars(select(OperatorLink).order_by(OperatorLink.id.desc()).limit(1)).one()
            _, token = ready_link(session, link.id)
        visitor.open(f"/operator/sign-in/link/{token}")
        visitor.press("Continue")
        visitor.fill("Code", code_of(imogen.totp_secret))
        visitor.press("Sign in")

    return by_link_and_code


@pytest.mark.parametrize("kind", [Visitor, ByKeyboard])
def test_a_passkey_is_added_after_the_code_and_signs_in_without_one(
    browser: Browser, address: str, sign_in, kind: type[Visitor]
) -> None:
    visitor = kind.at(browser, address)
    device = Device.given_to(visitor)
    sign_in(visitor)
    visitor.open("/operator/your-sign-in")
    visitor.follow("Add a passkey")
    visitor.fill("Name", "The office's laptop")
    visitor.press("Add a passkey")
    visitor.must_say("The passkey is added")
    visitor.must_say("The office's laptop")
    assert len(device.keys()) == 1
    visitor.sign_out()
    visitor.press("Sign in with a passkey")
    assert visitor.path == "/operator/"
    visitor.open("/operator/your-sign-in")
    visitor.follow("Remove")
    visitor.press("Remove this passkey")
    visitor.sign_out()
    visitor.press("Sign in with a passkey")
    visitor.must_say("That passkey did not let you in")
    visitor.page.context.close()


def test_without_scripts_the_door_says_so_and_the_link_works(browser: Browser, address: str, sign_in) -> None:
    visitor = WithoutScripts.at(browser, address)
    visitor.open("/operator/sign-in")
    visitor.must_say(
        "Passkeys need scripts, and this browser runs none. A link by e-mail and a code work without."
    )
    assert not visitor.page.get_by_role("button", name="Sign in with a passkey").is_visible()
    sign_in(visitor)
    assert visitor.path == "/operator/"
    visitor.open("/operator/your-sign-in/passkeys/new")
    expect(visitor.page.locator("form[data-passkey]")).to_be_hidden()
    visitor.page.context.close()
