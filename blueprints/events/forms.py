from datetime import date, datetime, time
from typing import Any, Self
from uuid import UUID

from flask_wtf.file import FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from wtforms import FileField, HiddenField

from blueprints.shared import fields
from blueprints.shared.declaring import DeclaredForm
from blueprints.shared.forms import LecternForm, form_key
from tenants.base.clock import SCHOOL_TIME
from tenants.base.days import time_in_words, time_typed
from tenants.base.errors import Invalid
from tenants.events.models import Event
from tenants.events.rules.events import MOST_PEOPLE, REACHES, Account, Plan, Reach
from tenants.events.rules.feedback import JOBS, ORIGINS, USEFUL, Job, Origin, Said, Window

TAKEN = ".pdf,.pptx,.docx,.xlsx,.txt,.csv,image/jpeg,image/png,image/webp"
BEGINS = "Enter when it begins, such as 3:30pm or 15:30"
ENDS = "Enter when it ends, such as 4:30pm or 16:30"
OPENS = "Enter the time at which it opens, such as 3:30pm"
CLOSES = "Enter the time at which it closes, such as 3:30pm"
SHORT, SENTENCE = 200, 500


class Press(LecternForm):
    """A button without fields."""


class Versioned(LecternForm):
    version = fields.version()

    @property
    def typed_on(self) -> int:
        return self.version.data or 0


class PlanForm(Versioned):
    title = fields.line("What do you present?", needed="Say what you present")
    reach = fields.choice(
        "How far does it reach?",
        needed="Say how far it reaches",
        choices=[(reach.value, words) for reach, words in REACHES.items()],
    )
    audience = fields.line(
        "Who is to listen?",
        needed="Say who is to listen",
        hint="In your words, for example science teachers and their teaching assistants.",
    )
    host = fields.line("Where, if not at our school?", hint="The school or place that hosts it.")
    held_on = fields.day("On which day?", needed="Enter the day")
    starts = fields.line("When does it begin?", needed=BEGINS, hint="For example, 3:30pm or 15:30", most=20)
    ends = fields.line("When does it end?", needed=ENDS, most=20)

    @classmethod
    def of(cls, event: Event) -> Self:
        begins, ends = (one.astimezone(SCHOOL_TIME) for one in (event.starts_at, event.ends_at))
        return cls(obj=event, held_on=begins.date(), starts=time_in_words(begins), ends=time_in_words(ends))

    def plan(self) -> Plan:
        return Plan(
            title=self.title.data,
            reach=Reach(self.reach.data),
            host=self.host.data or None,
            starts_at=moment(self["held_on"].data, self.starts, BEGINS),
            ends_at=moment(self["held_on"].data, self.ends, ENDS),
            audience=self.audience.data,
        )


class AccountForm(Versioned):
    attendance = fields.number(
        "How many came?",
        needed="Say how many came",
        least=1,
        most=MOST_PEOPLE,
        hint="Everybody who listened, from our school or not.",
    )
    audience = fields.line("Who listened?", needed="Say who listened")
    reach_team = fields.line("Which teams or departments were they from?")
    reach_school = fields.line("Which school or schools?", hint="Leave it empty if all came from our school.")
    summary = fields.passage(
        "What was it about, and what came of it?",
        hint="What people said afterwards, and what they now do. If you take the event in as evidence, "
        "its text begins with this.",
    )

    def account(self) -> Account:
        return Account(
            audience=self.audience.data,
            reach_team=self.reach_team.data or "",
            reach_school=self.reach_school.data or "",
            attendance=self["attendance"].data,
            summary=self.summary.data or "",
        )


class WindowForm(LecternForm):
    opens_on = fields.day("Opens on", needed="Enter the day it opens")
    opens = fields.line("At what time does it open?", needed=OPENS, most=20)
    closes_on = fields.day("Closes on", needed="Enter the day it closes")
    closes = fields.line("At what time does it close?", needed=CLOSES, most=20)

    @classmethod
    def of(cls, event: Event) -> Self:
        opens, closes = (one.astimezone(SCHOOL_TIME) for one in (event.opens_at, event.closes_at))
        return cls(
            opens_on=opens.date(),
            opens=time_in_words(opens),
            closes_on=closes.date(),
            closes=time_in_words(closes),
        )

    def window(self) -> Window:
        return Window(
            moment(self["opens_on"].data, self.opens, OPENS),
            moment(self["closes_on"].data, self.closes, CLOSES),
        )


class SlidesForm(DeclaredForm):
    file = FileField(
        "The file",
        description="Up to 25 MB: a PDF, PowerPoint, Word or Excel file, text, or a photo.",
        widget=GovFileInput(),
        validators=[FileRequired("Choose a file")],
        render_kw={"accept": TAKEN},
    )


class NameForm(LecternForm):
    staff_id = HiddenField()

    @property
    def chosen(self) -> UUID:
        found = form_key(self.staff_id.data)
        if found is None:
            raise Invalid({"staff_id": "Choose somebody who works here."})
        return found


class AnswerForm(LecternForm):
    """What the audience is asked: nobody's name, and nothing that has to be written. It has no key, by which a
    colleague who is signed in would stand in a receipt; a second post is none by its device."""

    form_key = None

    useful = fields.choice(
        "How useful was it to you?",
        needed="Say how useful it was",
        choices=[(str(choice), f"{choice} {words}") for choice, words in reversed(list(USEFUL.items()))],
    )
    will_try = fields.line(
        "What will you try, if anything?", hint="A few words. You can leave it empty.", most=SHORT
    )
    job = fields.choice(
        "What do you do?",
        needed="Say what you do",
        choices=[(job.value, words) for job, words in JOBS.items()],
    )
    origin = fields.choice(
        "Where do you work?",
        needed="Say where you work",
        choices=[(origin.value, words) for origin, words in ORIGINS.items()],
    )
    words = fields.passage(
        "Anything you want to say?",
        hint="A sentence is enough. Write nobody’s name, least of all a pupil’s. You can leave it empty.",
        most=SENTENCE,
    )

    def said(self) -> Said:
        return Said(
            useful=int(self.useful.data),
            will_try=self.will_try.data or "",
            job=Job(self.job.data),
            origin=Origin(self.origin.data),
            words=(self.words.data or "").strip(),
        )


def moment(day: date, typed: Any, needed: str) -> datetime:
    """By the clock on the school's wall."""
    at: time | None = time_typed(typed.data or "")
    if at is None:
        raise Invalid({typed.name: needed})
    return datetime.combine(day, at, SCHOOL_TIME)
