"""The chapters of a whole school year; the clock moves on between them."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from tests.journeys.house import move_clock
from tests.journeys.story import STAFF, TODAY, Story
from tests.journeys.visitor import Visitor, WithoutScripts

WEEK = timedelta(days=7)
AUDIENCE = 30
NAMES = {who: name for who, name, _ in STAFF} | {"hana": "Hana Head"}
ANSWERS = (
    ("5 Very useful", "Teacher", "Another school", "I shall begin with it on Monday."),
    ("4 Useful", "Teaching assistant", "Another team of the same school", ""),
    ("2 Slightly useful", "Leader of a team", "Not a school", "Too short for me."),
)
THANKS = "Thank you"
EVENT = "Five minutes of retelling"


def _title_and_day(row: str) -> tuple[str, date] | None:
    day = re.search(r"day (\d+ \w+ \d{4})", row)
    title = re.search(r"[A-Z][^\n]+", row)
    return (title[0].strip(), datetime.strptime(day[1], "%d %B %Y").date()) if day and title else None


class Year(Story):
    """Told by mouse. Whoever comes back after days signs in anew."""

    began = TODAY - timedelta(days=4)
    dates: Mapping[str, date]

    def _set_dates(self, lead: Visitor) -> None:
        """They are those that the programme proposes for the school's calendar."""
        rows = lead.page.get_by_role("table").first.get_by_role("row").all()
        self.dates = dict(found for row in rows if (found := _title_and_day(row.inner_text())))

    def on(self, day: date, *who: str) -> None:
        """It is that day, and these people come back."""
        move_clock(self.house, day)
        self.today = day
        for one in who:
            self.people[one].page.context.close()
            self._sign_in_at_school(one, NAMES[one])

    def somebody_would_like_to_take_part(self) -> None:
        """Their line manager is the head, who says it for both."""
        candidate = self.home("cara")
        candidate.follow("See what it means")
        candidate.follow("I would like to take part")
        candidate.press("Send it")
        candidate.must_say("There is a problem")
        candidate.fill(
            "Why now", "Two colleagues asked how my lessons begin. I would like to find out what helps."
        )
        candidate.choose("Whichever has room")
        candidate.press("Send it")
        head = self.from_mail("hana", "asks to take part")
        head.choose("Yes, they may take part")
        head.choose("Whichever has room")
        head.fill("Why?", "You begin lessons as nobody else here does.")
        head.press("Save my decision")
        head.must_say("Decided. We have told them.")

    def the_lead_opens_a_cohort_and_invites(self) -> None:
        lead = self._open_a_cohort()
        lead.must_say("Two colleagues asked how my lessons begin.")
        lead.press("Invite")
        lead.must_say("Invitations are on their way")

    def the_place_opens_with_a_yes(self) -> None:
        """Nobody is asked a second time."""
        self._accept()
        self.home("cara").must_say("Your portfolio opens when the cohort starts")
        self._choose_a_mentor()

    def the_launch_and_a_first_look_at_oneself(self) -> None:
        self.on(self.dates["Launch session"], "lena", "milo", "cara")
        lead = self.home("lena")
        lead.follow("First cohort")
        lead.follow("Registers")
        lead.follow("Take the register")
        lead.press("Save the register")
        lead.must_say("1 present")
        self.the_candidate_audits_themselves()

    def the_project_is_planned_and_agreed(self) -> None:
        self.on(self.dates["Launch session"] + 2 * WEEK, "lena", "milo", "cara")
        candidate = self.people["cara"]
        candidate.open(self.portfolio("/project"))
        candidate.press("Begin my project")
        self._explore(candidate)
        self._prepare(candidate)
        self._part("Look the plan over")
        candidate.press("Ask for agreement")
        for who in ("milo", "lena"):
            self._agree(self.home(who))
        assert self.house.mail_to(self.address("cara"), "agreed")

    def _part(self, name: str) -> None:
        candidate = self.people["cara"]
        candidate.open(self.portfolio("/project"))
        candidate.follow(name)

    def _explore(self, candidate: Visitor) -> None:
        candidate.fill("What do pupils here need?", "Year 9 forget by Friday what they knew on Monday.")
        candidate.fill("Which learners is it about?", "Year 9, two classes")
        candidate.fill("How do you know?", "Of ten questions a week later, three are answered.")
        candidate.fill("What else could you look at?", "Homework, or marking. Both take longer to change.")
        candidate.press("Save and continue")
        self._part("Your question")
        candidate.fill("A short title", EVENT)
        candidate.fill("Your question", "Do five minutes of retelling help year 9 remember?")
        candidate.fill("What will you do differently?", "Each lesson begins with pupils telling it again.")
        candidate.press("Save and continue")
        self._part("Reading")
        candidate.follow("Add something you read")
        candidate.fill("Title", "Recalling what one learned")
        candidate.fill("DOI", "10.5555/lectern.2026.9")
        candidate.press("Save")
        candidate.fill("What do you take from what you read?", "Recalling works, also when it feels hard.")
        candidate.press("Save and continue")

    def _prepare(self, candidate: Visitor) -> None:
        self._part("Method and who takes part")
        candidate.fill("How will you do it?", "Five minutes at the start of each lesson, for six weeks.")
        candidate.fill("Who takes part?", "Two year 9 classes")
        candidate.fill("How many people take part?", "54")
        candidate.press("Save and continue")
        self._part("Ethics")
        for legend in candidate.page.locator("main fieldset").all():
            legend.get_by_label("No", exact=True).check()
        candidate.press("Save")
        self._part("Before you begin, and what you measure")
        candidate.follow("Add a measure")
        candidate.fill("What do you measure?", "Questions answered a week later")
        candidate.choose("More")
        candidate.press("Save")
        self._count("Add the first figure", "3.1")
        self._part("Before you begin, and what you measure")
        candidate.fill("Where does it stand before you begin?", "Three of ten questions.")
        candidate.press("Save and continue")
        self._part("Milestones")
        candidate.follow("Add a milestone")
        candidate.page.get_by_label("By the end of which half-term?").select_option(index=2)
        candidate.fill("What is done by then?", "Six weeks of retelling in both classes")
        candidate.press("Save")

    def _count(self, link: str, figure: str) -> None:
        candidate = self.people["cara"]
        candidate.follow(link)
        candidate.fill_date("When was it counted?", self.today)
        candidate.fill("The figure", figure)
        candidate.fill("How many people are behind it?", "54")
        candidate.press("Add it")

    def _agree(self, partner: Visitor) -> None:
        partner.follow("Read the plan")
        partner.follow("Give your answer")
        partner.choose("I agree to this plan")
        partner.press("Give your answer")
        partner.must_say("You agreed to the plan.")

    def the_candidate_presents_and_thirty_people_answer(self) -> None:
        held_on = self.dates["Autumn get-together"]
        self.on(held_on - WEEK, "cara")
        candidate = self.people["cara"]
        candidate.open(self.space("/events/new"))
        candidate.fill("What do you present?", EVENT)
        candidate.choose("Beyond our school")
        candidate.fill("Who is to listen?", "Science teachers of four schools")
        candidate.fill("Where, if not at our school?", "Ash Vale School")
        candidate.fill_date("On which day?", held_on)
        candidate.fill("When does it begin?", "11am")
        candidate.fill("When does it end?", "11:45am")
        candidate.press("Save and continue")
        event = candidate.path
        candidate.follow("Open the code")
        door = candidate.page.locator(".poster__address a").get_attribute("href")
        assert door is not None
        self.on(held_on, "cara")
        for number in range(AUDIENCE):
            self._answer(door, number)
        self._tell_how_it_went(event)

    def _answer(self, door: str, number: int) -> None:
        """Somebody of the audience, with a device of their own; every second one runs no scripts."""
        useful, job, origin, words = ANSWERS[number % len(ANSWERS)]
        device = (WithoutScripts if number % 2 else Visitor).at(self.browser, self.house.url)
        device.open(door)
        device.choose(useful)
        device.choose(job)
        device.choose(origin)
        device.fill("Anything you want to say?", words)
        device.press("Send")
        assert device.heading == THANKS
        if number < 2:
            device.open(door)
            assert device.heading == THANKS
        device.page.context.close()

    def _tell_how_it_went(self, event: str) -> None:
        candidate = self.people["cara"]
        candidate.open(event)
        candidate.follow("Record it")
        candidate.fill("How many came?", "34")
        candidate.fill("Who listened?", "Science teachers of four schools")
        candidate.fill("Which school or schools?", "Ash Vale School and three others")
        candidate.fill("What was it about, and what came of it?", "How to begin a lesson. Most will try it.")
        candidate.press("Save")
        candidate.must_say(f"{AUDIENCE} answers")
        candidate.follow("Read the feedback")
        candidate.must_say("20 of 30")
        candidate.must_say("I shall begin with it on Monday.")
        candidate.open(event)
        candidate.press("Take it in as evidence")
        candidate.follow("Choose standards")
        self._claim((1, 7, 10))

    def the_project_comes_to_its_end(self) -> None:
        self.on(self.dates["Spring get-together"], "cara")
        candidate = self.people["cara"]
        self._part("Before you begin, and what you measure")
        self._count("Figures", "6.4")
        self._part("Milestones")
        candidate.follow("It is done")
        candidate.fill_date("Done on", self.today)
        candidate.press("Save")
        self._part("Findings")
        candidate.fill("What did you find?", "Both classes remember twice as much a week later.")
        candidate.fill("What did it change for learners?", "They begin to tell it again by themselves.")
        candidate.fill("What can it not tell?", "Whether it lasts, and what else changed.")
        candidate.press("Save and continue")
        self._part("Next steps")
        candidate.fill("What stays, and what comes next?", "All of science begins lessons so from autumn on.")
        candidate.press("Save and continue")
        candidate.follow("Finish the project")
        candidate.press("It is finished")
        candidate.follow("Share it in the library")
        candidate.press("Share")
        self._write_of_coaching()

    def somebody_elsewhere_writes_a_testimonial(self) -> None:
        self.on(self.today + WEEK, "cara")
        candidate = self.people["cara"]
        candidate.open(self.portfolio("/testimonials"))
        candidate.follow("Ask somebody")
        candidate.fill("Their name", "Wilma Witness")
        candidate.fill("Their email address", "wilma@ash-vale.example")
        candidate.fill("A few words from you", "What have your lessons kept of what we tried together?")
        candidate.press("Ask them")
        writer = self.arrive("wilma")
        writer.open(self.house.link_to("wilma@ash-vale.example", "testimonial"))
        writer.press("Continue")
        writer.fill("Your name", "Wilma Witness")
        writer.fill("What you do, and where", "Head of science at Ash Vale School")
        writer.fill("How you know them", "We have planned year 9 together for two years.")
        writer.fill("Your testimonial", "Four of us begin each lesson as she showed us.")
        writer.press("See how it will be read")
        writer.choose("These are my own words")
        writer.press("Send it to Cara Candidate")
        candidate.open(self.house.link_to(self.address("cara"), "testimonial"))
        candidate.must_say("Four of us begin each lesson as she showed us.")
        candidate.press("Use it as evidence")

    def the_support_session(self) -> None:
        """What still lacks is looked at together, and brought."""
        self.on(self.dates["Application support session"], "cara")
        candidate = self.people["cara"]
        self._tell_of_a_presentation()
        self._bring_a_file()
        candidate.open(self.portfolio("/readiness"))
        candidate.must_say("The submission window opens on")

    def the_window_opens(self) -> None:
        self.on(self.dates["Submission window opens"], "cara", "hana", "lena")
        self.the_candidate_submits_and_the_head_endorses()
        self.on(self.dates["Submission window closes"] + timedelta(days=1), "lena")
        self.two_assessors_are_asked_and_judge_blind()

    def the_panel_meets(self) -> None:
        self.on(self.dates["Panel"], "lena", "cara")
        self.the_outcome_is_released()
