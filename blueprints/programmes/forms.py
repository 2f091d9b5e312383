from dataclasses import replace

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.base.ids import new_id
from tenants.programmes.rules.design import (
    AFTER_WINDOW,
    HELD,
    KIND_NAMES,
    MOST_DAYS,
    MOST_MINUTES,
    Edge,
    OfferedText,
    Step,
    StepKind,
    When,
)
from tenants.schools.rules import HALF_TERM_NAMES


class DescriptionForm(LecternForm):
    version = fields.version()
    title = fields.line("Name of the programme", needed="Enter a name, such as Our school year")
    about = fields.passage(
        "What is it for?",
        needed="Say in a sentence or two what it is for",
        hint="Whoever plans a cohort reads this when they choose",
        most=600,
    )


class StepForm(LecternForm):
    version = fields.version()
    kind = fields.pick(
        "What kind of step is it?",
        needed="Choose what kind of step it is",
        choices=[(kind.value, words) for kind, words in KIND_NAMES.items()],
    )
    title = fields.line("What is it called?", needed="Enter a title, such as Winter get-together")
    half_term = fields.pick(
        "In which half-term?",
        needed="Choose the half-term",
        choices=[*HALF_TERM_NAMES.items(), (AFTER_WINDOW, "After the submission window has closed")],
    )
    edge = fields.choice(
        "Counted from",
        needed="Choose where to count from",
        choices=[
            (Edge.START.value, "The first day of the half-term"),
            (Edge.END.value, "The last day of the half-term"),
        ],
        hint="A panel after the submission window is counted from the day that closes",
    )
    days = fields.number(
        "Which working day?",
        needed="Enter which working day it is",
        least=1,
        most=MOST_DAYS,
        hint="1 is the first. Counted from the last day, 1 is the last",
    )

    def step(self, standing: Step | None) -> Step:
        when = When(self.half_term.data, Edge(self.edge.data), self.days.given)
        kind = StepKind(self.kind.data)
        if standing is None:
            return Step(str(new_id()), kind, self.title.data, when)
        kept = standing if kind in HELD else replace(standing, at=None, minutes=None, place=None)
        return replace(kept, kind=kind, title=self.title.data, when=when)


class SessionForm(LecternForm):
    version = fields.version()
    at = fields.clock_time("Usual start", hint="For example, 3:45pm. It can be another one in each cohort")
    minutes = fields.number("Minutes", needed=None, least=1, most=MOST_MINUTES)
    place = fields.line("Usual place", hint="For example, Library")
    done = fields.passage("What is done?", hint="Candidates and mentors read this", most=2000)

    def step(self, standing: Step) -> Step:
        return replace(
            standing,
            at=self.at.data,
            minutes=self.minutes.data,
            place=self.place.data or None,
            done=self.done.data or "",
        )


class TextForm(LecternForm):
    version = fields.version()
    title = fields.line("What is it called?", needed="Enter a title")
    text = fields.passage("Text", needed="Write the text", most=4000)

    def offered(self, key: str) -> OfferedText:
        return OfferedText(key, self.title.data, self.text.data)


class ConfirmForm(LecternForm):
    """A deed that only needs to be meant."""
