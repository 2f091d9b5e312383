"""The operator's passkeys in a real browser, with the authenticator that Chromium itself plays."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from tenants.base import clock
from tenants.base.isolation import sessions
from tenants.operators.actions.doors import ask_for_link, ready_link
from tenants.operators.models import Operator, OperatorLink
from tenants.operators.rules import PROOF_LASTS
from tests.blueprints.operator.conftest import code_of, next_code
from tests.journeys.device import Device
from tests.journeys.visitor import ByKeyboard, Visitor, WithoutScripts

pytestmark = pytest.mark.browser


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
    browser: Browser, named_address: str, sign_in, kind: type[Visitor]
) -> None:
    visitor = kind.at(browser, named_address)
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


@pytest.mark.parametrize("kind", [Visitor, ByKeyboard, WithoutScripts])
def test_who_came_in_long_ago_is_asked_again_and_led_back(
    browser: Browser, named_address: str, sign_in, operator, imogen, real_clock, kind: type[Visitor]
) -> None:
    visitor = kind.at(browser, named_address)
    sign_in(visitor)
    clock.move_by(PROOF_LASTS)
    visitor.open("/operator/your-sign-in")
    visitor.follow("Add a passkey")
    assert visitor.heading == "Is it still you?"
    visitor.fill("Code", next_code(operator, imogen))
    visitor.press("Continue")
    assert visitor.heading == "Add a passkey"
    visitor.page.context.close()


def test_a_passkey_is_proof_enough_and_a_proof_that_ran_out_is_asked_for_before_the_device(
    browser: Browser, named_address: str, sign_in, real_clock
) -> None:
    visitor = Visitor.at(browser, named_address)
    device = Device.given_to(visitor)
    sign_in(visitor)
    visitor.open("/operator/your-sign-in/passkeys/new")
    visitor.press("Add a passkey")
    visitor.must_say("The passkey is added")
    visitor.open("/operator/your-sign-in/passkeys/new")
    clock.move_by(PROOF_LASTS)
    visitor.press("Add a passkey")
    assert visitor.heading == "Is it still you?"
    visitor.press("Use a passkey")
    assert visitor.heading == "Add a passkey"
    assert len(device.keys()) == 1
    visitor.page.context.close()


def test_without_scripts_the_door_says_so_and_the_link_works(
    browser: Browser, named_address: str, sign_in
) -> None:
    visitor = WithoutScripts.at(browser, named_address)
    visitor.open("/operator/sign-in")
    visitor.must_say(
        "Passkeys need scripts, and this browser runs none. A link by email and a code work without."
    )
    assert not visitor.page.get_by_role("button", name="Sign in with a passkey").is_visible()
    sign_in(visitor)
    assert visitor.path == "/operator/"
    visitor.open("/operator/your-sign-in/passkeys/new")
    expect(visitor.page.locator("form[data-passkey]")).to_be_hidden()
    visitor.page.context.close()
