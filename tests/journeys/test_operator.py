"""The operator makes a school, and its head is working minutes later. A support visit, seen from both sides."""

import re

import pyotp
import pytest
from playwright.sync_api import Browser

from tests.journeys.house import House
from tests.journeys.visitor import ByKeyboard, Visitor, WithoutScripts

OPERATOR = "Imogen Hale"


@pytest.mark.parametrize(
    ("slug", "ways"),
    [("larkhill-mouse", Visitor), ("larkhill-plain", WithoutScripts), ("larkhill-keys", ByKeyboard)],
    ids=["with a mouse", "without scripts", "by keyboard alone"],
)
def test_the_operator_makes_a_school_and_its_head_is_working_minutes_later(
    house: House, browser: Browser, slug: str, ways: type[Visitor]
) -> None:
    operator, head = ways.at(browser, house.url), ways.at(browser, house.url)
    address = f"imogen@{slug}.example"
    recovery = an_operator_comes_in(house, operator, address)
    the_operator_makes_a_school(operator, slug)
    the_head_comes_in_and_finishes_a_first_step(house, head, slug)
    the_head_opens_the_school_to_support(head)
    the_operator_looks_and_can_do_no_more(operator, slug)
    the_head_sees_what_was_looked_at_and_ends_it(head)
    the_operator_is_out(operator, slug)
    the_operator_comes_back_with_a_code(house, ways.at(browser, house.url), address, recovery)


def an_operator_comes_in(house: House, operator: Visitor, address: str) -> str:
    house.command("operator", "create", "--name", OPERATOR, "--email", address)
    operator.open(house.link_in(house.mail_to(address, "sign-in link")))
    operator.press("Continue")
    operator.must_say("Set up your authenticator app")
    secret = operator.page.locator("code").first.inner_text()
    operator.fill("Code", pyotp.TOTP(secret).now())
    # The codes are the answer itself, at the same address.
    operator.press("Set up and sign in")
    operator.must_say("Your recovery codes")
    recovery = operator.page.locator("ol code").first.inner_text()
    operator.follow("I have kept them")
    assert operator.heading == "Today"
    return recovery


def the_operator_makes_a_school(operator: Visitor, slug: str) -> None:
    operator.follow("Make a school")
    operator.fill("Name of the school", "Larkhill Community College")
    operator.fill("Short name for its web address", slug)
    operator.fill("Town or city", "Larkhill")
    operator.fill("Name of the headteacher", "Devinder Sahota")
    operator.fill("The headteacher's work email", f"head@{slug}.example")
    operator.press("Make the school")
    operator.must_say("is being invited")
    assert operator.heading == "Larkhill Community College"


def the_head_comes_in_and_finishes_a_first_step(house: House, head: Visitor, slug: str) -> None:
    head.open(house.link_in(house.mail_to(f"head@{slug}.example", "invited")))
    head.press("Sign in")
    assert head.heading.startswith("Hello")
    head.open(f"/schools/{slug}/set-up")
    head.follow("School details")
    head.fill("Town or city", "Larkhill Magna")
    head.press("Save")
    head.must_say("The school's details are saved.")
    assert "Complete" in head.text


def the_head_opens_the_school_to_support(head: Visitor) -> None:
    head.follow("Support from Lectern")
    head.choose("4 hours")
    head.fill("What should we look at?", "Our town looks odd on the front page.")
    head.press("Open the school to support")
    head.must_say("You can end it at any moment")


def the_operator_looks_and_can_do_no_more(operator: Visitor, slug: str) -> None:
    operator.open("/operator/visits")
    operator.open(_newest_visit(operator))
    operator.press("Go in")
    operator.must_say("You can look and change nothing")
    operator.follow("School details")
    assert operator.page.get_by_label("Town or city").input_value() == "Larkhill Magna"
    operator.open(f"/schools/{slug}/staff")
    operator.must_say("Devinder Sahota")
    operator.open(f"/schools/{slug}/standards")
    operator.open(f"/schools/{slug}/awards")
    operator.must_say("We could not find that page")


def _newest_visit(operator: Visitor) -> str:
    """The open ones stand first, the newest on top."""
    return str(operator.page.locator("main table a").first.get_attribute("href"))


def the_head_sees_what_was_looked_at_and_ends_it(head: Visitor) -> None:
    head.open(head.path)
    head.must_say("School details")
    head.must_say("List of staff")
    head.must_say(OPERATOR)
    head.press("End the visit now")
    head.must_say("The visit is over")


def the_operator_is_out(operator: Visitor, slug: str) -> None:
    operator.open(f"/schools/{slug}/staff")
    assert re.search(r"/sign-in\b", operator.path)


def the_operator_comes_back_with_a_code(house: House, operator: Visitor, address: str, recovery: str) -> None:
    before = len(house.mailbox.messages)
    operator.open("/operator/")
    operator.fill("Your email address", address)
    operator.press("Email me a link")
    operator.must_say("Look in your mailbox")
    house.wait_for_mail(before)
    operator.open(house.link_in(house.mail_to(address, "sign-in link")))
    operator.press("Continue")
    operator.fill("Code", "000000")
    operator.press("Sign in")
    operator.must_say("This code is not right")
    operator.fill("Code", recovery)
    operator.press("Sign in")
    operator.must_say("9 are left")
