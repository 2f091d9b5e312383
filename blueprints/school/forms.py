from datetime import date
from typing import cast

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.operators.rules import VISIT_LENGTHS
from tenants.schools.rules import LONGEST_NAME, Closure, Span


def _span(first: fields.Day, last: fields.Day) -> Span:
    """Of a form that was found valid."""
    return Span(cast("date", first.data), cast("date", last.data))


class DetailsForm(LecternForm):
    version = fields.version()
    name = fields.line("Name of the school", needed="Enter the school's name")
    town = fields.line("Town or city", hint="Shown when people look for your school to sign in")
    urn = fields.line(
        "Unique reference number (URN)", hint="Six digits, for a school in England. Leave it empty otherwise"
    )


class YearForm(LecternForm):
    version = fields.version()
    starts_on = fields.day("First day of the year", needed="Enter the first day of the year")
    ends_on = fields.day("Last day of the year", needed="Enter the last day of the year")

    @property
    def span(self) -> Span:
        return _span(self.starts_on, self.ends_on)


class TermForm(LecternForm):
    version = fields.version()
    first_starts = fields.day("First day of term", needed="Enter the first day of term", hint="")
    first_ends = fields.day(
        "Last day before half-term", needed="Enter the last day before half-term", hint=""
    )
    second_starts = fields.day(
        "First day after half-term", needed="Enter the first day after half-term", hint=""
    )
    second_ends = fields.day("Last day of term", needed="Enter the last day of term", hint="")

    @property
    def halves(self) -> tuple[Span, Span]:
        return _span(self.first_starts, self.first_ends), _span(self.second_starts, self.second_ends)


class ClosedDayForm(LecternForm):
    day = fields.day("Which day?", needed="Enter the day")
    kind = fields.choice(
        "What is it?",
        needed="Choose whether it is a holiday or an INSET day",
        choices=[
            (Closure.HOLIDAY.value, "A holiday", "A bank holiday, or a day your school gives"),
            (Closure.INSET.value, "An INSET day", "Staff come, and there are no lessons"),
        ],
    )
    name = fields.line(
        "What is it called?",
        needed="Give the day a name, such as May Day or Staff training",
        hint="For example, Staff training",
        most=LONGEST_NAME,
    )


class AcceptForm(LecternForm):
    accepted = fields.tick(
        "I have read this, and accept it for the school", needed="Tick the box to accept this paper"
    )


class ConfirmForm(LecternForm):
    """Nothing to fill in: the button says it."""


class VisitForm(LecternForm):
    length = fields.choice(
        "For how long?",
        needed="Choose how long",
        choices=[(key, length.words) for key, length in VISIT_LENGTHS.items()],
    )
    reason = fields.passage(
        "What should we look at?", needed="Say in a sentence what we should look at", most=500
    )
