from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect
from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.assessment.actions.settling import Settled
from tenants.assessment.queries.allocation import Allocation
from tenants.assessment.queries.desk import Desk, Page
from tenants.assessment.queries.dispute import Dispute
from tenants.assessment.rules.complete import Word
from tenants.assessment.rules.shared import STRENGTHS
from tenants.assessment.rules.verdict import NOT_SHOWN, Result, possible_results
from tenants.standards.models import Level

RESULT_WORDS = {
    Result.ACCREDITED: "Accredited",
    Result.REFERRED: "More evidence needed",
    Result.NOT_ACCREDITED: "Not accredited",
}
REASONS = 4000


class ConfirmForm(LecternForm):
    """A button, and what every form carries."""


class ReasonForm(LecternForm):
    reason = fields.passage("Reason", needed="Say why, in a sentence or two", most=REASONS)


class InterestForm(LecternForm):
    reason = fields.passage(
        "What ties you to this person?",
        needed="Say what ties you to this person",
        hint="For example, you are related, or you work on the same project. Only the headteacher and the "
        "programme lead can read it.",
        most=REASONS,
    )


class AllocationForm(LecternForm):
    assessors = fields.several("Who should assess it?", needed="Choose at least one assessor")

    def offer_to(self, open_now: Allocation) -> None:
        self.assessors.choices = [(str(one.staff_id), one.name) for one in open_now.eligible]
        if not self.is_submitted():
            self.assessors.data = [str(staff_id) for staff_id in open_now.suggested]

    def chosen(self) -> list[UUID]:
        return [UUID(one) for one in self.assessors.data]


class GuestForm(LecternForm):
    name = fields.line("Full name", needed="Enter their name")
    email = fields.line("Email address", needed="Enter their email address")
    detail = fields.line(
        "Where they work, and where they hold Lead Practitioner status",
        needed="Enter where they work and where they hold the status",
        hint="For example, assistant headteacher at Fernhill Academy, Lead Practitioner since 2024",
    )
    until = fields.day("Access ends on", needed="Enter the day their access ends")

    def validate_email(self, field: Any) -> None:
        try:
            found = validate_email(field.data, check_deliverability=False, test_environment=True)
            field.data = found.normalized.lower()
        except EmailNotValidError as wrong:
            raise ValidationError("Enter an email address, such as name@school.example") from wrong


class JudgementForm(LecternForm):
    version = fields.version()
    level = RadioField("Which level does the evidence show?", validators=[Optional()])
    rationale = fields.passage(
        "Your reasons",
        hint="What you saw in the evidence that shows this level, and not the next one. Other assessors and the "
        "programme lead read this once all judgements are locked; the candidate does not.",
    )
    evidence_id = SelectField("The evidence that shows it best", widget=GovSelect(), validators=[Optional()])
    feedback = fields.passage(
        "Words to the candidate about this standard",
        hint="Kind and clear: what is strong, and what would help.",
    )

    def about(self, page: Page) -> None:
        self.level.choices = level_choices(page.desk.framework.levels)
        titles = [(str(item.id), item.title) for item in page.items]
        self.evidence_id.choices = [("", "Choose a piece of evidence"), *titles]

    def word(self) -> Word:
        return Word(
            level=int(self.level.data) if self.level.data else None,
            rationale=self.rationale.data or "",
            feedback=self.feedback.data or "",
            evidence_id=UUID(self.evidence_id.data) if self.evidence_id.data else None,
        )


class StrengthForm(LecternForm):
    """Of a shared item: one word for all members of the group."""

    version = fields.version()
    strength = fields.choice(
        "How strong is this piece?",
        needed="Choose how strong it is",
        choices=[(str(number), words) for number, words in STRENGTHS.items()],
    )
    note = fields.passage(
        "Why, in a sentence or two",
        hint="For yourself, and for the other assessor once both of you have locked.",
        most=REASONS,
    )


class SummaryForm(LecternForm):
    version = fields.version()
    recommendation = RadioField("What do you recommend?", widget=GovRadioInput(), validators=[Optional()])
    feedback = fields.passage(
        "Words to the candidate about the whole portfolio",
        hint="They read this first. Begin with what they did well.",
    )

    def about(self, desk: Desk) -> None:
        results = possible_results(desk.portfolio.attempt)
        self.recommendation.choices = [(one.value, RESULT_WORDS[one]) for one in results]


class MeetingForm(LecternForm):
    """What a meeting says: of each standard in dispute, and then of the whole."""

    attended: StringField
    reason: TextAreaField
    feedback: TextAreaField

    def settled(self, numbers: Sequence[int]) -> dict[int, Settled]:
        return {
            number: Settled(
                int(self[f"level_{number}"].data),
                self[f"reason_{number}"].data,
                self[f"feedback_{number}"].data or "",
            )
            for number in numbers
        }


def meeting_form(dispute: Dispute) -> Callable[..., MeetingForm]:
    """A form with a level, a reason and words to the candidate for each standard the assessors differ on."""
    own = {
        name: field
        for number in dispute.contested
        for name, field in _standard_fields(number, dispute.framework.levels).items()
    }
    return type("MeetingForm", (MeetingForm,), own | _closing_fields())


def _standard_fields(number: int, levels: Sequence[Level]) -> dict[str, Any]:
    return {
        f"level_{number}": fields.choice(
            f"Level settled for standard {number}",
            needed=f"Choose the level settled for standard {number}",
            choices=level_choices(levels),
        ),
        f"reason_{number}": fields.passage(
            f"Reason for standard {number}", needed=f"Give the reason for standard {number}", most=REASONS
        ),
        f"feedback_{number}": fields.passage(f"Words to the candidate about standard {number}"),
    }


def _closing_fields() -> dict[str, Any]:
    return {
        "feedback": fields.passage(
            "Words to the candidate about the whole portfolio", needed="Write a few words to the candidate"
        ),
        "attended": fields.line("Who took part", needed="Enter the names of those who took part"),
        "reason": fields.passage(
            "How the meeting came to its decision",
            needed="Say how the meeting came to its decision",
            most=REASONS,
        ),
    }


def level_choices(levels: Sequence[Level]) -> list[tuple[str, str]]:
    named = [(str(level.number), f"Level {level.number}, {level.name}") for level in levels]
    return [*named, (str(NOT_SHOWN), "None of the levels is shown yet")]
