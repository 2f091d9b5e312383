from collections.abc import Mapping, Sequence
from uuid import UUID

from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.base.days import day_in_words
from tenants.cohorts.actions.timetable import Details
from tenants.cohorts.models import Cohort
from tenants.cohorts.rules import LONGEST_ORDER, Part
from tenants.programmes.queries import Template
from tenants.programmes.rules.design import HELD, KIND_NAMES, MOST_MINUTES, ONCE, StepKind
from tenants.schools.models import AcademicYear
from tenants.staff.models import Staff


class PlanForm(LecternForm):
    name = fields.line(
        "Name of the cohort",
        needed="Enter a name, such as Autumn cohort 2026",
        hint="For example, Autumn cohort 2026",
    )
    year = fields.choice("Academic year", needed="Choose the academic year")
    template = fields.choice("How will it run?", needed="Choose how the cohort will run")

    def offer(self, years: Sequence[AcademicYear], templates: Sequence[Template]) -> "PlanForm":
        self.year.choices = year_choices(years)
        self.template.choices = fields.offered(
            [
                (str(one.id), one.title if one.national else f"{one.title} (your own)", one.design.about)
                for one in templates
            ]
        )
        return self


class AgainForm(LecternForm):
    name = fields.line(
        "Name of the new cohort",
        needed="Enter a name, such as Autumn cohort 2027",
        hint="For example, Autumn cohort 2027",
    )
    year = fields.choice("Academic year", needed="Choose the academic year")


class NameForm(LecternForm):
    version = fields.version()
    name = fields.line("Name of the cohort", needed="Enter a name")
    gateway = fields.line(
        "Name of the submission window",
        needed="Enter a name, such as Summer 2027",
        hint="For example, Summer 2027",
    )
    places = fields.number("Places", needed="Enter how many people can take part", least=1, most=500)

    def values(self) -> dict[str, object]:
        return {name: self[name].data for name in ("name", "gateway", "places")}


class DatesForm(LecternForm):
    version = fields.version()
    name = fields.line("Name of the cohort", needed="Enter a name")
    starts_on = fields.day("Start", needed="Enter the day the cohort starts")
    gateway = fields.line(
        "Name of the submission window",
        needed="Enter a name, such as Summer 2027",
        hint="For example, Summer 2027",
    )
    window_opens_on = fields.day(
        "Submission window opens", needed="Enter the day the submission window opens"
    )
    window_closes_on = fields.day(
        "Submission window closes", needed="Enter the day the submission window closes"
    )
    places = fields.number("Places", needed="Enter how many people can take part", least=1, most=500)

    def values(self) -> dict[str, object]:
        names = ("name", "starts_on", "gateway", "window_opens_on", "window_closes_on", "places")
        return {name: self[name].data for name in names}


class OrderForm(LecternForm):
    version = fields.version()
    po_number = fields.line(
        "Purchase order number",
        hint="As your finance system writes it, up to 60 characters. Leave it empty if there is none yet",
        most=LONGEST_ORDER,
    )


class DateDetailsForm(LecternForm):
    version = fields.version()
    title = fields.line("What is it called?", needed="Enter a title, such as Winter get-together")
    starts_at = fields.clock_time("Start time")
    minutes = fields.number("Minutes", needed=None, least=1, most=MOST_MINUTES)
    place = fields.line("Place", hint="For example, Library")
    done = fields.passage("What is done?", hint="Candidates and mentors read this", most=2000)

    def for_kind(self, kind: StepKind) -> "DateDetailsForm":
        """A day on which nobody meets has no time and no place."""
        if kind not in HELD:
            del self.starts_at, self.minutes, self.place
        return self

    @property
    def details(self) -> Details:
        held = "starts_at" in self
        return Details(
            title=self.title.data,
            starts_at=self.starts_at.data if held else None,
            minutes=self.minutes.data if held else None,
            place=(self.place.data or None) if held else None,
            done=self.done.data or "",
        )


class NewDateForm(LecternForm):
    kind = fields.pick(
        "What kind of date is it?",
        needed="Choose what kind of date it is",
        choices=[(one.value, words) for one, words in KIND_NAMES.items() if one not in ONCE],
    )
    title = fields.line("What is it called?", needed="Enter a title, such as Writing afternoon")
    day = fields.day("Day", needed="Enter the day")
    starts_at = fields.clock_time("Start time")
    minutes = fields.number("Minutes", needed=None, least=1, most=MOST_MINUTES)
    place = fields.line("Place", hint="For example, Library")

    @property
    def details(self) -> Details:
        return Details(self.title.data, self.starts_at.data, self.minutes.data, self.place.data or None)


class MoveForm(LecternForm):
    """`seen`: the day whose consequences the page has shown."""

    day = fields.day("New day", needed="Enter the new day")
    seen = HiddenField()

    @property
    def was_seen(self) -> bool:
        return self.day.data is not None and self.seen.data == self.day.given.isoformat()


class QueueForm(LecternForm):
    people = fields.several("Who waits for a place?", needed="Choose at least one person")

    def chosen(self) -> list[UUID]:
        return [UUID(value) for value in self.people.data]


class OfferingForm(LecternForm):
    offers = fields.choice(
        "When a place becomes free",
        needed="Choose what happens when a place becomes free",
        choices=[
            ("by_hand", "I offer it", "You see here that a place is free, and press a button"),
            ("by_itself", "Lectern offers it at once", "The next person gets the invitation by email"),
        ],
    )


class TeamForm(LecternForm):
    leads = fields.several("Programme leads", needed="Choose at least one programme lead")
    mentors = fields.several("Mentors", hint="You choose each candidate's mentor from these people later")
    assessors = fields.several(
        "Assessors", hint="They can be asked to assess. Conflicts are checked person by person"
    )

    def chosen(self) -> dict[Part, list[UUID]]:
        given = {Part.LEAD: self.leads, Part.MENTOR: self.mentors, Part.ASSESSOR: self.assessors}
        return {part: [UUID(value) for value in field.data or ()] for part, field in given.items()}


class InvitationForm(LecternForm):
    people = fields.several("Who do you want to invite?", needed="Choose at least one person")

    def chosen(self) -> list[UUID]:
        return [UUID(value) for value in self.people.data]


class AnswerForm(LecternForm):
    answer = fields.choice(
        "Will you take the place?",
        needed="Choose whether you will take the place",
        choices=[("accept", "Yes, I will take the place"), ("decline", "No, not this time")],
    )
    reason = fields.passage(
        "If not, would you like to say why?",
        hint="You can leave this empty. The programme lead and the headteacher can read it",
        most=1000,
    )


class DecisionForm(LecternForm):
    decision = fields.choice(
        "Your decision",
        needed="Choose whether you approve the place",
        choices=[("approve", "Yes, approve the place"), ("not_approve", "No, not this time")],
    )
    reason = fields.passage("If not, why?", hint="Only needed for a no. The person reads it", most=1000)


class WithdrawalForm(LecternForm):
    reason = fields.passage(
        "Why are they leaving the cohort?",
        needed="Say why they are leaving the cohort",
        hint="Only heads, deputies and the programme lead can read this",
        most=1000,
    )


class MentorForm(LecternForm):
    mentor = fields.choice("Mentor", needed="Choose a mentor, or nobody")


class ConfirmForm(LecternForm):
    """A deed that only needs to be meant."""


def year_choices(years: Sequence[AcademicYear]) -> list[SelectChoice]:
    return fields.offered([(str(one.id), one.name) for one in years])


def people_choices(people: Sequence[Staff], known: Mapping[UUID, str] | None = None) -> list[SelectChoice]:
    """`known`: what else to tell of a person beside their job."""
    told = known or {}
    return fields.offered(
        [(str(person.id), person.name, _about(person, told.get(person.id))) for person in people]
    )


def window_choices(cohorts: Sequence[Cohort]) -> list[SelectChoice]:
    return fields.offered(
        [
            (
                str(one.id),
                f"{one.gateway}, until {day_in_words(one.window_closes_on)}",
                f"The window of {one.name}",
            )
            for one in cohorts
        ]
    )


def _about(person: Staff, known: str | None) -> str:
    return " · ".join(part for part in (person.job_title, person.department, known) if part)


GROUNDS = "Only headteachers, deputies and the programme leads of this cohort read it."


class ExtensionForm(LecternForm):
    day = fields.day("Until when may they hand in?", needed="Enter the last day on which they may hand in")
    grounds = fields.passage("Why?", needed="Say why they get more time", hint=GROUNDS, most=2000)


class DeferralForm(LecternForm):
    window = fields.choice("Which submission window?", needed="Choose the window they are put off to")
    grounds = fields.passage("Why?", needed="Say why they hand in later", hint=GROUNDS, most=2000)

    def offer(self, cohorts: Sequence[Cohort]) -> "DeferralForm":
        self.window.choices = window_choices(cohorts)
        return self


class BreakForm(LecternForm):
    begins = fields.day("First day of the break", needed="Enter the first day")
    ends = fields.day("Last day of the break", needed="Enter the last day")
    grounds = fields.passage("Why?", needed="Say why they take a break", hint=GROUNDS, most=2000)


class SubstitutionForm(LecternForm):
    person = fields.choice("Who takes the place?", needed="Choose who takes the place")
    grounds = fields.passage("Why?", needed="Say why somebody else takes this place", hint=GROUNDS, most=2000)
