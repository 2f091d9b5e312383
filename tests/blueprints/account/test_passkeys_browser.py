"""Passkeys in a real browser, with the authenticator that Chromium itself plays: by mouse, by keyboard alone, without
scripts."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from tenants.schools.queries import this_school
from tenants.sign_in.actions.links import make_link
from tenants.sign_in.models import Passkey
from tenants.sign_in.rules import LINK_LASTS
from tenants.staff.models import Staff
from tests.conftest import InSchool
from tests.factories.staff import make_staff
from tests.journeys.device import Device
from tests.journeys.visitor import ByKeyboard, Visitor, WithoutScripts

pytestmark = pytest.mark.browser


@pytest.fixture
def slug(in_school: InSchool, school_id: UUID) -> str:
    with in_school(school_id) as session:
        return this_school(session).slug


@pytest.fixture
def ann(in_school: InSchool, school_id: UUID) -> Staff:
    with in_school(school_id) as session:
        return make_staff(session, name="Ann Reed")


@pytest.fixture
def sign_in(in_school: InSchool, school_id: UUID, slug: str, ann: Staff) -> Callable[[Visitor], None]:
    """By a link: the first time, and whenever passkeys do not help."""

    def by_link(visitor: Visitor) -> None:
        with in_school(school_id) as session:
            token = make_link(session, ann.id, f"/schools/{slug}/your-account", LINK_LASTS)
        visitor.open(f"/schools/{slug}/sign-in/link/{token}")
        visitor.press("Sign in")

    return by_link


@pytest.mark.parametrize("kind", [Visitor, ByKeyboard])
def test_a_passkey_is_added_and_signs_in_afterwards(
    browser: Browser,
    named_address: str,
    slug: str,
    ann: Staff,
    sign_in,
    in_school,
    school_id,
    kind: type[Visitor],
) -> None:
    visitor = kind.at(browser, named_address)
    device = Device.given_to(visitor)
    sign_in(visitor)
    assert visitor.heading == "Your account"
    visitor.follow("Add a passkey")
    visitor.fill("Name", "Ann's phone")
    visitor.press("Add a passkey")
    visitor.must_say("The passkey is added")
    visitor.must_say("Ann's phone")
    assert len(device.keys()) == 1
    visitor.sign_out()
    visitor.press("Sign in with a passkey")
    assert visitor.path == f"/schools/{slug}/"
    visitor.open(f"/schools/{slug}/your-account")
    visitor.must_say("A passkey")
    with in_school(school_id) as session:
        (passkey,) = session.scalars(select(Passkey)).all()
        assert (passkey.staff_id, passkey.sign_count > 0) == (ann.id, True)
    visitor.page.context.close()


@pytest.fixture
def owner(browser: Browser, named_address: str, sign_in) -> Iterator[Device]:
    """Signed out, in a browser with a passkey."""
    visitor = Visitor.at(browser, named_address)
    device = Device.given_to(visitor)
    sign_in(visitor)
    visitor.follow("Add a passkey")
    visitor.press("Add a passkey")
    visitor.must_say("The passkey is added")
    visitor.sign_out()
    yield device
    visitor.page.context.close()


def pressed(device: Device, button: str) -> None:
    """Without going anywhere."""
    device.visitor.page.get_by_role("button", name=button).click()


def test_a_device_that_does_not_know_the_person_lets_nobody_in(owner: Device, slug: str) -> None:
    owner.fails_to_know_the_person()
    pressed(owner, "Sign in with a passkey")
    owner.visitor.must_say("Nothing happened")
    assert owner.visitor.path.startswith(f"/schools/{slug}/sign-in")


def test_the_same_device_is_not_asked_for_a_second_passkey(owner: Device, sign_in) -> None:
    sign_in(owner.visitor)
    owner.visitor.follow("Add another passkey")
    pressed(owner, "Add a passkey")
    owner.visitor.must_say("has a passkey of yours already")
    assert len(owner.keys()) == 1


def test_a_removed_passkey_lets_nobody_in_though_the_device_still_offers_it(owner: Device, sign_in) -> None:
    sign_in(owner.visitor)
    owner.visitor.follow("Remove")
    owner.visitor.press("Remove this passkey")
    owner.visitor.sign_out()
    owner.visitor.press("Sign in with a passkey")
    owner.visitor.must_say("That passkey did not let you in")


def test_the_passkey_of_one_school_is_refused_at_the_door_of_another(
    owner: Device, in_school: InSchool, other_school_id: UUID
) -> None:
    with in_school(other_school_id) as session:
        other = this_school(session).slug
    owner.visitor.open(f"/schools/{other}/sign-in")
    owner.visitor.press("Sign in with a passkey")
    owner.visitor.must_say("That passkey did not let you in")
    assert owner.visitor.path.startswith(f"/schools/{other}/sign-in")


def test_who_has_no_passkey_is_told_what_to_do(browser: Browser, named_address: str, slug: str) -> None:
    visitor = Visitor.at(browser, named_address)
    device = Device.given_to(visitor)
    visitor.open(f"/schools/{slug}/sign-in")
    pressed(device, "Sign in with a passkey")
    visitor.must_say("Nothing happened")
    visitor.page.context.close()


def test_without_scripts_the_door_says_so_and_the_link_works(
    browser: Browser, named_address: str, slug: str, sign_in
) -> None:
    visitor = WithoutScripts.at(browser, named_address)
    visitor.open(f"/schools/{slug}/sign-in")
    visitor.must_say(
        "Passkeys need scripts, and this browser runs none. You can use a link by email instead."
    )
    assert not visitor.page.get_by_role("button", name="Sign in with a passkey").is_visible()
    sign_in(visitor)
    assert visitor.heading == "Your account"
    visitor.follow("Add a passkey")
    visitor.must_say("Passkeys need scripts, and this browser runs none.")
    expect(visitor.page.locator("form[data-passkey]")).to_be_hidden()
    visitor.page.context.close()
