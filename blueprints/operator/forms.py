from datetime import date
from typing import cast

from wtforms import HiddenField
from wtforms.validators import Email

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.operators.actions.schools import MOST_PLACES, NewSchool
from tenants.sign_in.rules import LONGEST_PASSKEY_NAME


class LinkForm(LecternForm):
    next = HiddenField()
    email = fields.line("Your email address", needed="Enter your email address", most=254)

    def validate_email(self, field: object) -> None:
        Email("Enter an email address in the usual form, like name@lectern.example")(self, field)


class ConfirmForm(LecternForm):
    """Nothing to fill in: the button says it."""


class PasskeyForm(LecternForm):
    """Filled in by static/js/passkeys.js: what the browser's authenticator answered, and to what."""

    next = HiddenField()
    challenge = HiddenField()
    answer = HiddenField()


class NewPasskeyForm(LecternForm):
    """`challenge` and `answer` are filled in by static/js/passkeys.js."""

    challenge = HiddenField()
    answer = HiddenField()
    name = fields.line(
        "Name", hint="So that you can tell it from others, for example 'My phone'", most=LONGEST_PASSKEY_NAME
    )


class CodeForm(LecternForm):
    code = fields.line(
        "Code",
        needed="Enter the code",
        hint="Six digits from your app, or one of your recovery codes",
        most=40,
    )


class ProofForm(CodeForm):
    next = HiddenField()


class EnrolForm(LecternForm):
    code = fields.line(
        "Code",
        needed="Enter the code that your app shows",
        hint="The six digits that your app shows now",
        most=10,
    )


class SchoolForm(LecternForm):
    name = fields.line(
        "Name of the school", needed="Enter the school's name", hint="As it should stand on certificates"
    )
    slug = fields.line(
        "Short name for its web address",
        needed="Enter a short name",
        hint="Small letters, numbers and hyphens, for example oak-hill",
        most=60,
    )
    town = fields.line("Town or city", most=100)
    urn = fields.line("Unique reference number (URN)", hint="For a school in England", most=20)
    places = fields.number(
        "Places",
        needed="Enter how many candidates it may have",
        least=0,
        most=MOST_PLACES,
        hint="Candidates at a time, in all of its cohorts together",
    )
    head_name = fields.line("Name of the headteacher", needed="Enter the headteacher's name")
    head_email = fields.line(
        "The headteacher's work email", needed="Enter the headteacher's work email", most=254
    )

    @property
    def given(self) -> NewSchool:
        return NewSchool(
            name=" ".join(self.name.data.split()),
            slug=self.slug.data,
            town=self.town.data or None,
            urn=self.urn.data or None,
            places=self.places.data or 0,
            head_name=self.head_name.data,
            head_email=self.head_email.data,
        )


class InvitationForm(LecternForm):
    head_name = fields.line("Name of the headteacher", needed="Enter the headteacher's name")
    head_email = fields.line(
        "The headteacher's work email", needed="Enter the headteacher's work email", most=254
    )


class PlacesForm(LecternForm):
    places = fields.number(
        "Places",
        needed="Enter how many candidates it may have",
        least=0,
        most=MOST_PLACES,
        hint="Candidates at a time, in all of its cohorts together",
    )


class ReasonForm(LecternForm):
    reason = fields.passage(
        "Reason", needed="Enter the reason", hint="Kept in the operators' history", most=1000
    )


class ToldReasonForm(LecternForm):
    reason = fields.passage(
        "Reason",
        needed="Enter the reason",
        hint="The school's headteachers get it by email. It is kept in the history",
        most=1000,
    )


class DeclineForm(LecternForm):
    reason = fields.passage(
        "Why not?",
        needed="Say why, in a sentence that the person will read",
        hint="The person reads it",
        most=1000,
    )


class AnnouncementForm(LecternForm):
    version = fields.version()
    text = fields.passage(
        "Words", needed="Enter what is to be announced", hint="One or two sentences", most=400
    )
    begins_on = fields.day("First day", needed="Enter the first day")
    ends_on = fields.day("Last day", needed="Enter the last day")

    @property
    def days(self) -> tuple[date, date]:
        """Of a form that was found valid."""
        return cast("date", self.begins_on.data), cast("date", self.ends_on.data)


class DemonstrationForm(LecternForm):
    operator = HiddenField()
