"""The chapters of the main job, each told by whoever does it."""

import re
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser

from tests.identity_provider.server import CLIENT_ID, CLIENT_SECRET, IdentityProvider
from tests.journeys.house import House
from tests.journeys.visitor import Visitor

STANDARDS = range(1, 11)
TERMS = ("autumn", "spring", "summer")
EDGES = (
    "First day of term",
    "Last day before half-term",
    "First day after half-term",
    "Last day of term",
)
TODAY = date.today()
YEAR_BEGAN = TODAY - timedelta(days=100)


class Story:
    began = YEAR_BEGAN

    def __init__(
        self, house: House, browser: Browser, slug: str, ways: type[Visitor], port: int, folder: Path
    ) -> None:
        self.house = house
        self.browser = browser
        self.slug = slug
        self.ways = ways
        self.port = port
        self.folder = folder
        self.people: dict[str, Visitor] = {}
        self.today = TODAY

    def address(self, who: str) -> str:
        return f"{who.lower()}@{self.slug}.example"

    def space(self, path: str) -> str:
        return f"/schools/{self.slug}{path}"

    def arrive(self, who: str) -> Visitor:
        visitor = self.ways.at(self.browser, self.house.url)
        self.people[who] = visitor
        return visitor

    def enter_by_link(self, who: str, about: str) -> Visitor:
        visitor = self.arrive(who)
        visitor.sign_in_by(self.house.link_to(self.address(who), about))
        return visitor

    def home(self, who: str) -> Visitor:
        visitor = self.people[who]
        visitor.open(self.space("/"))
        return visitor

    def from_mail(self, who: str, about: str) -> Visitor:
        visitor = self.people[who]
        visitor.open(self.house.link_in(self.house.mail_to(self.address(who), about)))
        return visitor

    def a_school_is_made_and_its_head_comes_in(self) -> None:
        self.house.command(
            "school", "create", "--name", f"Oakfield {self.slug}", "--slug", self.slug, "--head-name", "Hana Head",
            "--head-email", self.address("hana"), "--places", "20",
        )  # fmt: skip
        head = self.enter_by_link("hana", "invited")
        assert head.heading == "Hello, Hana"

    def the_head_sets_the_school_up(self) -> None:
        head = self.home("hana")
        head.follow("Open the set-up")
        head.follow("School details")
        head.fill("Town or city", "Oakham")
        head.press("Save")
        self._add_year(head)
        for paper in ("Data-processing agreement", "Privacy notice"):
            head.open(self.space("/set-up/papers"))
            head.follow(paper)
            head.choose("I have read this")
            head.press("Accept")
        head.open(self.space("/set-up"))
        head.follow("The ten standards")
        head.press("Adopt these standards")
        self._bring_in_staff(head)
        head.open(self.space("/set-up"))
        head.press("Finish the set-up")
        head.must_say("The set-up is finished")

    def _add_year(self, head: Visitor) -> None:
        """Around today, so that the story can be told on any day of the year."""
        head.open(self.space("/set-up/calendar/new"))
        head.fill_date("First day of the year", self.began)
        head.fill_date("Last day of the year", self.began + timedelta(days=364))
        head.press("Save and continue")
        for number, _ in enumerate(TERMS):
            start = self.began + timedelta(days=1 + number * 120)
            for edge, days in zip(EDGES, (0, 50, 58, 110), strict=True):
                head.fill_date(edge, start + timedelta(days=days))
            head.press("Save")

    def _bring_in_staff(self, head: Visitor) -> None:
        head.open(self.space("/staff/lists/new"))
        lines = ["Name,Work email,Job title,Department,Line manager,MIS number"]
        for number, (who, name, title) in enumerate(STAFF, 1):
            lines.append(f"{name},{self.address(who)},{title},Science,{self.address('hana')},{number}")
        head.press("Read the list")
        head.must_say("There is a problem")
        head.fill("Or paste the list", "\n".join([*lines, "No Address,,Teacher,Science,,99"]))
        head.press("Read the list")
        head.must_say("Which column is what?")
        head.press("Continue to the preview")
        head.must_say("No Address")
        head.press("Bring in this list")
        head.look_again_until("The list is in")
        head.open(self.space("/staff"))
        head.must_say("Cara Candidate")

    def the_head_gives_roles(self) -> None:
        head = self.home("hana")
        for name, role in (
            ("Lena Lead", "Programme lead"),
            ("Milo Mentor", "Mentor"),
            ("Milo Mentor", "Assessor"),
        ):
            head.open(self.space("/staff"))
            head.follow(name)
            head.follow("Change roles")
            head.choose(role)
            head.press("Give this role")
            head.must_say(role)

    def staff_sign_in_with_their_school_account(self) -> None:
        head = self.home("hana")
        head.open(self.space("/school-sign-in"))
        head.follow("Set it up")
        head.choose("Another provider with OpenID Connect")
        head.press("Continue")
        callback = head.field("Redirect address").input_value()
        users = {
            who: {"name": name, "email": self.address(who), "email_verified": True}
            for who, name in (("hana", "Hana Head"), *((who, name) for who, name, _ in STAFF))
        }
        self.provider = IdentityProvider(self.slug, [callback], users, port=self.port)
        self.provider.__enter__()
        head.fill("Issuer", self.provider.issuer)
        head.fill("Client ID", CLIENT_ID)
        head.fill("Client secret", CLIENT_SECRET)
        head.press("Save")
        head.press("Try it")
        head.press_anywhere("Hana Head")
        head.must_say("Lectern knew who it was")
        head.press("Switch it on")
        head.must_say("On since")
        for who, name, _ in STAFF:
            self._sign_in_at_school(who, name)

    def _sign_in_at_school(self, who: str, name: str) -> None:
        visitor = self.arrive(who)
        visitor.open(self.space("/sign-in"))
        visitor.follow("Sign in with your school account")
        visitor.press_anywhere(name)
        assert visitor.heading == f"Hello, {name.split()[0]}"

    def end(self) -> None:
        if hasattr(self, "provider"):
            self.provider.__exit__()
        for visitor in self.people.values():
            visitor.page.context.close()

    def the_lead_opens_a_cohort_and_invites(self) -> None:
        lead = self._open_a_cohort()
        lead.choose("Cara Candidate")
        lead.press("Send the invitations")
        lead.must_say("Invitations are on their way")

    def _open_a_cohort(self) -> Visitor:
        lead = self.home("lena")
        lead.follow("Plan a cohort")
        lead.press("Continue")
        lead.must_say("There is a problem")
        lead.fill("Name of the cohort", "First cohort")
        lead.choose(f"{self.began.year}/")
        lead.choose("A school year")
        lead.press("Continue")
        self._set_dates(lead)
        lead.follow("People")
        lead.choose("Lena Lead")
        lead.choose("Milo Mentor")
        lead.press("Save")
        lead.follow("Evidence rules")
        lead.fill("Pieces of evidence", "2")
        lead.fill("Presentations beyond", "1")
        lead.press("Save")
        lead.press("Open the cohort")
        return lead

    def _set_dates(self, lead: Visitor) -> None:
        """The window is open already: this story is told in a day."""
        lead.follow("Dates and places")
        lead.fill_date("Submission window opens", self.today - timedelta(days=2))
        lead.fill_date("Submission window closes", self.today + timedelta(days=60))
        lead.press("Save")

    def the_candidate_accepts_and_the_head_approves(self) -> None:
        self._accept()
        head = self.from_mail("hana", "accepted a place")
        head.choose("Yes, approve the place")
        head.press("Save my decision")
        self.from_mail("cara", "is approved")
        self._choose_a_mentor()

    def _accept(self) -> None:
        candidate = self.from_mail("cara", "A place for you")
        candidate.choose("Yes, I will take the place")
        candidate.press("Send my answer")

    def _choose_a_mentor(self) -> None:
        lead = self.home("lena")
        lead.follow("First cohort")
        lead.follow("Open the board")
        lead.follow("Cara Candidate")
        lead.follow("Change Mentor")
        lead.choose("Milo Mentor")
        lead.press("Save")

    def the_candidate_audits_themselves(self) -> None:
        candidate = self.people["cara"]
        candidate.open(self.portfolio("/self-audit"))
        candidate.follow("Begin")
        for number in STANDARDS:
            assert candidate.heading.startswith(f"{number}. ")
            candidate.choose("Developing")
            candidate.fill("What makes you say so", f"I have begun with standard {number}.")
            candidate.press("Save and continue")
        candidate.open(self.portfolio("/self-audit"))
        candidate.follow("Share with my mentor")
        candidate.press("Share")
        mentor = self.home("milo")
        mentor.follow("Cara Candidate")
        mentor.follow("How far they are, and what they share")
        mentor.follow("Open the self-audit")
        mentor.must_say("I have begun with standard 3.")

    def portfolio(self, path: str = "") -> str:
        candidate = self.people["cara"]
        candidate.open(self.space("/portfolio"))
        return candidate.path.split("?")[0] + path

    def the_candidate_gathers_evidence(self) -> None:
        self._write_of_coaching()
        self._tell_of_a_presentation()
        self._bring_a_file()
        self.people["cara"].open(self.portfolio("/map"))

    def _write_of_coaching(self) -> None:
        candidate = self.people["cara"]
        self._add("Something I write here")
        candidate.fill("Title", "Coaching four colleagues")
        candidate.fill("What did you do", "We met **every second week** and watched each other teach.")
        candidate.fill_date("When was it?", self.today - timedelta(days=20))
        candidate.press("Save and continue")
        self._claim(STANDARDS)

    def _tell_of_a_presentation(self) -> None:
        candidate = self.people["cara"]
        self._add("A presentation or training I gave")
        candidate.press("Save and continue")
        candidate.must_say("There is a problem")
        candidate.fill("What did you present?", "Retrieval practice that works")
        candidate.fill("Who listened?", "Science teachers")
        candidate.fill("Where did they come from?", "Four local schools")
        candidate.fill("How many people were there?", "31")
        candidate.fill_date("When was it?", self.today - timedelta(days=9))
        candidate.fill("What was it about", "How to begin each lesson with what was learned before.")
        candidate.press("Save and continue")
        self._claim((1, 7))

    def _bring_a_file(self) -> None:
        candidate = self.people["cara"]
        self._add("A file or a photo")
        candidate.fill("Title", "Feedback sheet")
        candidate.fill("What does it show?", "What 31 people wrote afterwards.")
        candidate.fill_date("When was it?", self.today - timedelta(days=8))
        candidate.press("Save and continue")
        self._upload()

    def _add(self, kind: str) -> None:
        candidate = self.people["cara"]
        candidate.open(self.portfolio("/evidence/new"))
        candidate.choose(kind)
        candidate.press("Continue")

    def _claim(self, numbers: object) -> None:
        candidate = self.people["cara"]
        chosen = list(numbers)
        for number in chosen:
            candidate.choose(f"{number}. ")
        candidate.press("Save and continue")
        for _ in chosen:
            candidate.choose("Extending")
            candidate.fill("Who was influenced?", "Science teachers of four schools")
            candidate.fill("Which team or department?", "Science")
            candidate.fill("Which school", "Oakfield and three others")
            candidate.fill("How many people?", "31")
            candidate.fill("When?", "This term")
            candidate.fill("Why does this show", "They use it in their own lessons now.")
            candidate.press("Save and continue")

    def _upload(self) -> None:
        candidate = self.people["cara"]
        file = self.folder / "feedback.csv"
        file.write_text("person,words\n1,Useful at once\n")
        candidate.upload("The file", file)
        candidate.choose("No, nobody can be recognised")
        candidate.choose("No, nothing of the kind")
        candidate.press("Upload")

    def the_candidate_submits_and_the_head_endorses(self) -> None:
        candidate = self.people["cara"]
        candidate.open(self.portfolio("/readiness"))
        candidate.follow("Continue to submit")
        candidate.press("Submit my portfolio")
        candidate.must_say("There is a problem")
        candidate.choose("This portfolio is my own work")
        candidate.choose("Everybody who is shown")
        candidate.fill("How did you use artificial intelligence?", "Not at all")
        candidate.press("Submit my portfolio")
        assert candidate.heading == "Receipt"
        head = self.home("hana")
        head.follow("Read and endorse")
        head.follow("Endorse")
        head.fill(
            "Your statement", "I watched these meetings, and saw how four colleagues changed what they do."
        )
        head.press("Endorse")

    def two_assessors_are_asked_and_judge_blind(self) -> None:
        lead = self.home("lena")
        lead.follow("Choose assessors")
        lead.must_say("Milo Mentor")  # with the reason why he cannot: he mentors her
        overview = lead.path
        for who, name in GUESTS:
            lead.open(overview)
            lead.follow("Invite a guest")
            lead.fill("Full name", name)
            lead.fill("Email address", self.address(who))
            lead.fill("Where they work", "Fernhill Academy, Lead Practitioner since 2024")
            lead.press("Send the invitation")
        for who, _ in GUESTS:
            self._judge(who)

    def _judge(self, who: str) -> None:
        assessor = self.enter_by_link(who, "assess")
        assessor.open(self.space("/assessing"))
        assessor.follow("Answer")
        assessor.press("Yes, I will assess it")
        assessor.follow("Continue with standard 1")
        for number in STANDARDS:
            assert assessor.heading.startswith(f"{number}. ")
            assessor.choose("Extending")
            assessor.select("The evidence that shows it best", "Coaching four colleagues")
            assessor.fill("Your reasons", f"Four colleagues changed their practice, standard {number}.")
            assessor.fill("Words to the candidate about this standard", "Strong. Go on.")
            assessor.press("Save")
        assessor.open(self.space("/assessing"))
        assessor.follow("Continue")
        assert "changed their practice" not in assessor.text
        assessor.follow("Your recommendation")
        assessor.choose("Accredited")
        assessor.fill("Words to the candidate about the whole", "A rich portfolio.")
        assessor.press("Save")
        assessor.open(self.space("/assessing"))
        assessor.follow("Continue")
        assessor.follow("Lock your judgement")
        assessor.press("Lock my judgement")

    def the_outcome_is_released(self) -> None:
        candidate = self.home("cara")
        assert "Accredited" not in candidate.text
        lead = self.home("lena")
        lead.follow("Release outcomes")
        lead.press("Release these outcomes")
        lead.must_say("There is a problem")
        lead.choose("Cara Candidate: accredited")
        lead.press("Release these outcomes")
        lead.must_say("Released")

    def anyone_checks_the_award(self) -> None:
        holder = self.from_mail("cara", "Congratulations")
        assert holder.heading == "Congratulations, Cara Candidate"
        (address,) = re.findall(rf"{re.escape(self.house.url)}/verify/\w+", holder.text)
        public = self.arrive("public")
        public.open(address)
        public.must_say("This award is current.")
        assert public.heading == "Cara Candidate"


STAFF = (
    ("lena", "Lena Lead", "Assistant headteacher"),
    ("milo", "Milo Mentor", "Head of science"),
    ("cara", "Cara Candidate", "Teacher of chemistry"),
)
GUESTS = (("gita", "Gita Guest"), ("gwen", "Gwen Guest"))
