"""The chapters of a group: five people work together, and each is awarded for themselves."""

import unicodedata
from datetime import timedelta

import pypdfium2
from playwright.sync_api import Browser

from tests.factories.assessment import FAILING, PASSING
from tests.journeys.group_ground import ASSESSORS, MEMBERS, OPENS_IN, Ground
from tests.journeys.house import House
from tests.journeys.visitor import Visitor

GROUP = "Talk before writing"
SHARED = "Six lessons that begin with talk"
AMIRA, *OTHERS = MEMBERS
ESME = OTHERS[-1]
AWARDED = [AMIRA, *OTHERS[:-1]]
PARTS = {
    "Amira Nasser": "Planned the six lessons",
    "Ben Okafor": "Taught them in physics",
    "Cleo Hart": "Wrote down what pupils said",
    "Dev Patel": "Found what others had tried",
    "Esme Ford": "Counted who spoke",
}


class Together:
    def __init__(self, house: House, browser: Browser) -> None:
        self.house = house
        self.browser = browser
        self.ground = Ground(house)
        self.people: dict[str, Visitor] = {}

    def space(self, path: str) -> str:
        return f"/schools/{self.ground.slug}{path}"

    def come(self, name: str) -> Visitor:
        """Somebody in a browser of their own; whoever comes back after days signs in anew."""
        visitor = self.people.get(name) or Visitor.at(self.browser, self.house.url)
        if name not in self.people:
            visitor.open(self.space("/sign-in"))
            visitor.press(name)
            self.people[name] = visitor
        return visitor

    def later(self, days: int) -> None:
        self.ground.move_to(self.ground.today + timedelta(days=days))
        self.end_visits()

    def end_visits(self) -> None:
        for visitor in self.people.values():
            visitor.page.context.close()
        self.people.clear()

    def end(self) -> None:
        self.end_visits()
        self.ground.end()

    def address(self, name: str) -> str:
        with self.ground.session() as session:
            return self.ground.person(session, name).email

    def from_mail(self, name: str, about: str) -> Visitor:
        visitor = self.come(name)
        visitor.open(self.house.link_to(self.address(name), about))
        return visitor

    def portfolio(self, name: str, path: str = "") -> Visitor:
        visitor = self.come(name)
        with self.ground.session() as session:
            place = self.ground.place(session, name).id
        visitor.open(self.space(f"/portfolios/{place}{path}"))
        return visitor

    def group_page(self, name: str) -> Visitor:
        visitor = self.portfolio(name)
        visitor.follow(GROUP)
        assert visitor.heading == GROUP
        return visitor

    def item_page(self, name: str) -> Visitor:
        """By the address that one sent the others."""
        visitor = self.come(name)
        visitor.open(self.item)
        assert visitor.heading == SHARED
        return visitor

    def a_member_forms_it_and_invites_four(self) -> None:
        amira = self.portfolio(AMIRA)
        amira.follow("Form a group")
        amira.press("Form the group")
        amira.must_say("There is a problem")
        amira.fill("Name of the group", GROUP)
        for name in OTHERS:
            amira.choose(name)
        amira.press("Form the group")
        amira.must_say("have got an email")

    def each_accepts(self) -> None:
        for name in OTHERS:
            member = self.from_mail(name, f"{AMIRA} invites you to the group")
            member.choose("Yes, I join")
            member.press("Send my answer")
            member.must_say(f"Welcome to {GROUP}")
        assert self.house.mail_to(self.address(AMIRA), f"{ESME} has joined")

    def they_agree_on_a_charter(self) -> None:
        amira = self.group_page(AMIRA)
        amira.follow("Write the charter")
        amira.fill("Who does what", "Amira plans, Ben and Esme teach, Cleo and Dev listen.")
        amira.fill("How we decide", "On Mondays at lunch, all five together.")
        amira.press("Save and agree")
        for name in OTHERS:
            member = self.from_mail(name, "The charter of your group has changed")
            member.must_say("On Mondays at lunch")
            member.press("I agree")
        assert "Not yet" not in self.group_page(AMIRA).text

    def they_begin_one_project(self) -> None:
        cleo = self.group_page("Cleo Hart")
        cleo.follow("Begin our project")
        cleo.press("Begin our project")
        cleo.fill("What do pupils here need?", "They write two lines and stop.")
        cleo.press("Save and continue")
        ben = self.portfolio("Ben Okafor", "/project")
        ben.follow("Choose what to look at")
        assert ben.field("What do pupils here need?").input_value() == "They write two lines and stop."

    def one_piece_goes_into_the_pool(self) -> None:
        amira = self.group_page(AMIRA)
        amira.follow("Add evidence for the group")
        amira.choose("Something I write here")
        amira.press("Continue")
        amira.fill("Title", SHARED)
        amira.fill("What did you do", "In each lesson pupils told each other first what they would write.")
        amira.press("Save and continue")
        amira = self.group_page(AMIRA)
        amira.follow(SHARED)
        self.item = amira.path
        for name in MEMBERS:
            self._say_part(name)

    def _say_part(self, name: str) -> None:
        member = self.item_page(name)
        member.follow("Say what you did")
        member.fill("Your part", PARTS[name])
        member.fill("What did you do?", f"{PARTS[name]}, in all six of them.")
        member.fill("What did you learn", "That silence before talk helps, too.")
        member.press("Save")
        member.must_say("It counts for you once another member confirms it")

    def the_others_confirm_and_question(self) -> None:
        """Everybody is written to once of all that waits."""
        self.later(days=1)
        amira = self.from_mail(AMIRA, "wait for your word")
        amira.follow(SHARED)
        for name in OTHERS[:-1]:
            self._confirm(amira, name)
        amira.follow(f"Question it, or add a note about what {ESME} did")
        amira.choose("I question it")
        amira.press("Say it")
        amira.must_say("There is a problem")
        amira.fill("Your note", "Was it not in three lessons?")
        amira.press("Say it")
        self._confirm(self.item_page("Ben Okafor"), AMIRA)

    def _confirm(self, member: Visitor, name: str) -> None:
        member.press(f"Confirm what {name} did")
        member.must_say("Your word is said")

    def the_question_is_settled(self) -> None:
        self.later(days=1)
        esme = self.from_mail(ESME, "What the others say of your part")
        esme.follow(SHARED)
        esme.must_say("Was it not in three lessons?")
        esme.must_say("It does not count for you while it is questioned")
        esme.follow("Change your part")
        esme.fill("What did you do?", "Counted who spoke, in three of the lessons.")
        esme.press("Save")
        self._confirm(self.item_page(AMIRA), ESME)

    def readiness_says_what_is_missing(self) -> None:
        """For each, and for the group; whoever has all is not held up by who has not."""
        for name in AWARDED:
            self.ground.gather(name, SHARED)
        esme = self.portfolio(ESME, "/readiness")
        esme.must_say("2 pieces of evidence must be your own; 0 count so far")
        esme.must_say("Confirmed contributions 1 of 1 needed")
        amira = self.portfolio(AMIRA, "/readiness")
        amira.must_say("Together you reach level 3 in every standard")
        amira.must_say("Still needs evidence for 10 standards; 2 pieces of their own")
        self.ground.gather(ESME, SHARED)

    def they_hand_in_together(self) -> None:
        self.later(days=OPENS_IN.days)
        amira = self.portfolio(AMIRA, "/readiness")
        amira.must_say("Your portfolio has all that is asked for")
        amira.follow("See who has signed")
        amira.press("Open the hand-in")
        amira.follow("Continue to sign")
        amira.press("Sign")
        amira.must_say("There is a problem")
        self._declare(amira)
        for name in OTHERS:
            member = self.from_mail(name, "ready to hand in together")
            member.follow("Continue to sign")
            self._declare(member)
        assert self.people[ESME].heading == "Receipt"
        assert self.house.mail_to(self.address(AMIRA), "Your group has handed in")

    def _declare(self, member: Visitor) -> None:
        member.choose("This portfolio is my own work")
        member.choose("Everybody who is shown")
        member.fill("How did you use artificial intelligence?", "Not at all")
        member.choose("Name our group on my certificate")
        member.press("Sign")

    def the_head_endorses_each(self) -> None:
        head = self.come("Hana Head")
        head.open(self.space("/endorsements"))
        head.follow(f"the portfolio of {AMIRA}")
        head.must_say(SHARED)
        head.follow("Endorse")
        head.must_say(f"Works with {GROUP}")
        head.fill("Your statement", "I sat in two of these lessons and saw pupils talk, then write a page.")
        head.press("Endorse")
        for name in OTHERS:
            self.ground.endorse(name)

    def the_same_two_assess_all(self) -> None:
        lead = self.come("Lena Lead")
        for name in MEMBERS:
            self._allocate(lead, name)
            self.ground.accept(name)

    def _allocate(self, lead: Visitor, name: str) -> None:
        lead.open(self.space(f"/cohorts/{self.ground.cohort_id}/assessment"))
        lead.follow(f"Choose assessors for {name}")
        assert name == AMIRA or lead.text.count("Assesses others of the group") == len(ASSESSORS)
        for assessor in ASSESSORS:
            lead.choose(assessor)
        lead.press("Ask by email")

    def what_they_share_is_judged_once(self) -> None:
        alma = self._at_desk(AMIRA)
        alma.follow("Shared pieces of the group")
        alma.follow("Read it and say how strong it is")
        alma.choose("It shows it strongly, and beyond doubt")
        alma.fill("Why, in a sentence or two", "It changed how four subjects begin a lesson.")
        alma.press("Save")
        for name in OTHERS:
            self._reads_beside_the_claim(name)

    def _reads_beside_the_claim(self, name: str) -> None:
        """Said of the piece once; the claim, and what this person did, are each one's own."""
        alma = self._at_desk(name)
        alma.open(f"{alma.path}/standards/3")
        alma.must_say("It changed how four subjects begin a lesson.")
        alma.must_say(PARTS[name])
        alma.must_say("Claimed: level 3")

    def _at_desk(self, name: str) -> Visitor:
        alma = self.come(ASSESSORS[0])
        alma.open(self.space(f"/assessing/{self.ground.seat_of(ASSESSORS[0], name)}"))
        assert alma.heading == name
        return alma

    def outcomes_differ(self) -> None:
        for name in AWARDED:
            self.ground.lock(name, PASSING)
        self.ground.lock(ESME, FAILING)
        lead = self._release([f"{name}: accredited" for name in AWARDED] + [f"{ESME}: more evidence needed"])
        lead.must_say("Released")

    def _release(self, outcomes: list[str]) -> Visitor:
        lead = self.come("Lena Lead")
        lead.open(self.space(f"/cohorts/{self.ground.cohort_id}/release"))
        for one in outcomes:
            lead.choose(one)
        lead.press("Release these outcomes")
        return lead

    def four_hold_a_certificate_that_names_the_group(self) -> None:
        for name in AWARDED:
            self._opens_certificate(name)

    def _opens_certificate(self, name: str) -> None:
        holder = self.from_mail(name, "Congratulations")
        assert holder.heading == f"Congratulations, {name}"
        holder.must_say("Group named on the certificate")
        holder.look_again_until("Download the certificate")
        with holder.page.expect_download() as drawn:
            holder.page.get_by_role("link", name="Download the certificate").or_(
                holder.page.get_by_role("button", name="Download the certificate")
            ).first.click()
        words = text_of(drawn.value.path().read_bytes())
        assert name in words
        assert f"as a member of the group “{GROUP}”" in words

    def the_fifth_is_asked_for_more(self) -> None:
        esme = self.from_mail(ESME, "outcome")
        assert esme.heading == "More evidence is needed"
        esme.follow("See what is left to do")
        esme.must_say("second attempt")

    def the_fifth_shows_more_and_hands_in_again(self) -> None:
        esme = self.portfolio(ESME, "/evidence/new")
        esme.choose("Something I write here")
        esme.press("Continue")
        esme.fill("Title", "Two teams tried it")
        esme.fill("What did you do", "I showed it to the art teachers of two schools. Both keep it up.")
        esme.press("Save and continue")
        self._claim(esme, (6, 7))
        esme = self.portfolio(ESME, "/readiness")
        esme.follow("Continue to submit")
        esme.choose("This portfolio is my own work")
        esme.choose("Everybody who is shown")
        esme.fill("How did you use artificial intelligence?", "Not at all")
        esme.choose("Name our group on my certificate")
        esme.press("Submit my portfolio")
        assert esme.heading == "Receipt"

    def _claim(self, member: Visitor, numbers: tuple[int, ...]) -> None:
        for number in numbers:
            member.choose(f"{number}. ")
        member.press("Save and continue")
        for _ in numbers:
            member.choose("Extending")
            member.fill("Who was influenced?", "Art teachers of two schools")
            member.fill("Which team or department?", "Art")
            member.fill("Which school", "Fernbank and Ash Vale")
            member.fill("How many people?", "7")
            member.fill("When?", "This term")
            member.fill("Why does this show", "They begin with talk in their own lessons now.")
            member.press("Save and continue")

    def and_passes(self) -> None:
        self.ground.endorse(ESME)
        self._allocate(self.come("Lena Lead"), ESME)
        self.ground.accept(ESME)
        self.ground.lock(ESME, PASSING)
        self._release([f"{ESME}: accredited, attempt 2"])
        self._opens_certificate(ESME)


def text_of(pdf: bytes) -> str:
    """Without caring where lines break."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        return " ".join(unicodedata.normalize("NFC", page.get_text_range()).split())
