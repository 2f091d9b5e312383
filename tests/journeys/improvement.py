"""The chapters of an improvement plan: what the head wants, which standards serve it, and where work is missing."""

from io import BytesIO

from pikepdf import Pdf

from tests.journeys.story import Story
from tests.journeys.visitor import Visitor

TALK, COACHING = "Pupils say more than one word", "Adults coach each other"
UNSERVED = "No work serves priority 2 yet."


class Improvement(Story):
    def the_head_builds_a_plan(self) -> None:
        head = self.home("hana")
        head.follow("Improvement plan")
        head.follow("Begin a plan")
        head.fill("What is this plan about?", "Two things, done well.")
        head.press("Begin the plan")
        head.press("Add it")
        head.must_say("There is a problem")
        self._add_priority(head, TALK, "In lesson visits, pupils answered with one word.")
        head.open(self.space("/improvement-plan"))
        head.follow("Add a priority")
        self._add_priority(head, COACHING, "Colleagues told us that nobody had seen them teach for a year.")
        self._measure(head)
        self._act(head)

    def _add_priority(self, head: Visitor, title: str, reason: str) -> None:
        head.fill("What do you want to get better at?", title)
        head.fill("Why does it matter here?", reason)
        head.press("Add it")
        head.must_say(title)

    def _measure(self, head: Visitor) -> None:
        head.open(self.space("/improvement-plan"))
        head.follow(COACHING)
        head.follow("Add a success measure")
        head.fill("What will be different?", "Colleagues who were visited this year")
        head.fill("Where do you start?", "3")
        head.press("Add it")
        head.must_say("There is a problem")
        head.fill("Where do you want to be?", "20")
        head.press("Add it")
        head.follow("Note a figure")
        head.fill("What is it now?", "8")
        head.fill_date("When was it counted?", self.today)
        head.press("Note it")
        head.must_say("Every figure")

    def _act(self, head: Visitor) -> None:
        head.open(self.space("/improvement-plan"))
        head.follow(COACHING)
        head.follow("Add an action")
        head.fill("What is done?", "Everybody is visited once a half-term")
        head.select("Who sees to it?", "Lena Lead, Assistant headteacher")
        head.fill_date("Done by when?", self.today)
        head.press("Add it")
        head.must_say("Lena Lead")

    def the_head_maps_it(self) -> None:
        head = self.home("hana")
        head.follow("Improvement plan")
        head.follow("Which standards serve which priority")
        head.follow("Map priority 1")
        self._map(head, "7. ", "It is how departments hand it on")
        head.press("Save, and go to the next priority")
        assert head.heading == COACHING
        self._map(head, "8. ", "It is about coaching")
        head.press("Save")
        head.must_say("It is about coaching")

    def _map(self, head: Visitor, standard: str, why: str) -> None:
        row = head.page.get_by_role("group", name=standard)
        row.get_by_label("How strongly").select_option(label="Drives")
        row.get_by_label("Why, in a few words").fill(why)

    def the_head_sees_a_gap(self) -> None:
        """One priority is worked on, and one is not."""
        self._tell_of_a_presentation()
        head = self._coverage()
        head.must_say(UNSERVED)
        head.must_say("1 item of 1 person")

    def _coverage(self) -> Visitor:
        head = self.home("hana")
        head.follow("Improvement plan")
        head.follow("How much of the work serves it")
        return head

    def the_head_focuses_the_cohort_on_it(self) -> None:
        head = self._coverage()
        head.follow("Focus a cohort on it")
        head.choose(COACHING)
        head.press("Save")
        head.must_say(COACHING)

    def the_candidate_reads_why_and_works_on_it(self) -> None:
        candidate = self.people["cara"]
        candidate.open(self.portfolio())
        candidate.must_say("Why this matters to the school")
        candidate.must_say("nobody had seen them teach for a year")
        self._write_of_coaching()
        candidate.open(self.portfolio("/evidence"))
        candidate.follow("Coaching four colleagues")
        candidate.must_say("Which priorities does this serve?")
        assert candidate.option(COACHING).is_checked()

    def the_head_sees_it_close(self) -> None:
        head = self._coverage()
        assert UNSERVED not in head.text
        head.must_say("Colleagues who were visited this year")

    def governors_get_one_printed_page(self) -> None:
        head = self._coverage()
        head.follow("One page for governors")
        head.must_say("The programme in one page")
        head.page.emulate_media(media="print")
        for words in (TALK, COACHING, "Colleagues who were visited this year: from 3 to 8, aiming for 20"):
            assert words in head.text
        assert not head.page.get_by_role("button").filter(visible=True).count()
        with Pdf.open(BytesIO(head.page.pdf(format="A4", print_background=True))) as paper:
            assert len(paper.pages) == 1
