"""A head hands over for a fortnight; the deputy works; the day after they no longer can."""

from datetime import timedelta

from playwright.sync_api import Browser

from tenants.base import clock
from tenants.base.days import day_in_words
from tests.journeys.house import House, move_clock
from tests.journeys.visitor import Visitor

SLUG = "hand-over"
NOT_THERE = "We could not find that page"
TODAY = clock.today()
LAST = TODAY + timedelta(days=13)


class Story:
    def __init__(self, house: House, browser: Browser) -> None:
        self.house, self.browser = house, browser

    def address(self, who: str) -> str:
        return f"{who}@{SLUG}.example"

    def space(self, path: str) -> str:
        return f"/schools/{SLUG}{path}"

    def by_mail(self, who: str, about: str) -> Visitor:
        """Comes in by the link of the newest such letter, in a new browser."""
        visitor = Visitor.at(self.browser, self.house.url)
        visitor.open(self.house.link_in(self.house.mail_to(self.address(who), about)))
        visitor.press("Sign in")
        return visitor

    def sign_in_again(self, visitor: Visitor, who: str) -> None:
        """After days away the session is over; a new link is asked for at the school's own page."""
        self.house.mailbox.messages.clear()
        visitor.open(self.space("/"))
        assert visitor.heading == "Sign in to Handover School"
        visitor.fill("Your work email address", self.address(who))
        visitor.press("Email me a link")
        visitor.open(self.house.link_in(self.house.mail_to(self.address(who), "sign-in link")))
        visitor.press("Sign in")

    def a_school_with_a_head_and_a_colleague(self) -> tuple[Visitor, Visitor]:
        self.house.command(
            "school", "create", "--name", "Handover School", "--slug", SLUG, "--head-name", "Hana Head",
            "--head-email", self.address("hana"), "--places", "20",
        )  # fmt: skip
        head = self.by_mail("hana", "invited")
        head.open(self.space("/staff/new"))
        head.fill("Name", "Dina Deputy")
        head.fill("Work email", self.address("dina"))
        head.press("Add")
        head.follow("Change roles")
        head.choose("Mentor")
        head.press("Give this role")
        head.open(self.space("/staff"))
        head.follow("Dina Deputy")
        head.press("Send an invitation")
        return head, self.by_mail("dina", "invited")

    def the_colleague_cannot_act_for_the_head(self, deputy: Visitor) -> None:
        deputy.open(self.space("/set-up/details"))
        assert deputy.heading == NOT_THERE

    def the_head_hands_over_for_a_fortnight(self, head: Visitor) -> None:
        """Two clicks on the page: a name, and the button; the days stand there."""
        head.follow("School")
        head.follow("Hand over for a while")
        head.choose("Dina Deputy")
        head.press("Hand over")
        head.must_say(f"Handed over until {day_in_words(LAST)}")
        for who, about in (("dina", "you stand in for"), ("hana", "stands in for you")):
            assert self.house.mail_to(self.address(who), about)

    def the_deputy_works(self, deputy: Visitor) -> None:
        deputy.open(self.space("/set-up"))
        deputy.follow("School details")
        deputy.fill("Town or city", "Oakham")
        deputy.press("Save")
        deputy.must_say("The school's details are saved")
        deputy.follow("Who can do what here")
        deputy.must_say("Deputy until")
        deputy.follow("What you can do here, and why")
        deputy.must_say("Approve a place")

    def the_day_after_they_no_longer_can(self, deputy: Visitor) -> None:
        self.sign_in_again(deputy, "dina")
        assert "School" not in deputy.page.locator("nav[aria-label=Main]").first.inner_text().split()
        for path in ("/set-up", "/set-up/details", "/audit-trail", "/staff"):
            deputy.open(self.space(path))
            assert deputy.heading == NOT_THERE, path

    def the_head_reads_what_was_done(self, head: Visitor) -> None:
        self.sign_in_again(head, "hana")
        head.open(self.space("/audit-trail"))
        head.must_say("Handed over for a while")
        head.fill("Person or action", "Dina")
        head.press("Search")
        head.must_say("Changed the school's details")
        head.open(self.space("/hand-over"))
        assert "Standing in" not in head.text


def test_a_head_hands_over_for_a_fortnight_and_it_ends_by_itself(
    moving_house: House, browser: Browser
) -> None:
    story = Story(moving_house, browser)
    head, deputy = story.a_school_with_a_head_and_a_colleague()
    try:
        story.the_colleague_cannot_act_for_the_head(deputy)
        story.the_head_hands_over_for_a_fortnight(head)
        story.the_deputy_works(deputy)
        move_clock(moving_house, LAST)
        story.sign_in_again(deputy, "dina")
        story.the_deputy_works(deputy)
        move_clock(moving_house, LAST + timedelta(days=1))
        assert moving_house.mail_to(story.address("dina"), "no longer stand in")
        story.the_day_after_they_no_longer_can(deputy)
        story.the_head_reads_what_was_done(head)
    finally:
        for visitor in (head, deputy):
            visitor.page.context.close()
