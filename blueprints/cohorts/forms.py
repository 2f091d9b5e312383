from collections.abc import Mapping, Sequence
from uuid import UUID

from wtforms.fields.choices import SelectChoice

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.cohorts.rules import LONGEST_ORDER, TEMPLATES, Part
from tenants.staff.models import Staff


class PlanForm(LecternForm):
    name = fields.line(
        "Name of the cohort",
        needed="Enter a name, such as Autumn cohort 2026",
        hint="For example, Autumn cohort 2026",
    )
    year = fields.choice("Academic year", needed="Choose the academic year")
    template = fields.choice(
        "How will it run?",
        needed="Choose how the cohort will run",
        choices=[(one.key, one.title, one.about) for one in TEMPLATES],
    )


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


class EvidenceRulesForm(LecternForm):
    version = fields.version()
    minimum_items = fields.number(
        "Pieces of evidence",
        needed="Enter how many pieces of evidence a portfolio needs at least",
        least=1,
        most=100,
        hint="How many a portfolio needs at least",
    )
    minimum_presentations = fields.number(
        "Presentations beyond their own team",
        needed="Enter how many presentations a portfolio needs at least",
        least=0,
        most=20,
        hint="How many of those pieces must be presentations beyond their own team",
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


def people_choices(people: Sequence[Staff], known: Mapping[UUID, str] | None = None) -> list[SelectChoice]:
    """`known`: what else to tell of a person beside their job."""
    told = known or {}
    return fields.offered(
        [(str(person.id), person.name, _about(person, told.get(person.id))) for person in people]
    )


def _about(person: Staff, known: str | None) -> str:
    return " · ".join(part for part in (person.job_title, person.department, known) if part)
