from wtforms import HiddenField
from wtforms.validators import Email

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm


class FindSchoolForm(LecternForm):
    school = fields.line("Name of your school", needed="Enter the name of your school", most=100)


class LinkForm(LecternForm):
    next = HiddenField()
    email = fields.line("Your work email address", needed="Enter your work email address", most=254)

    def validate_email(self, field: object) -> None:
        Email("Enter an email address in the usual form, like name@school.example")(self, field)


class SpendForm(LecternForm):
    """A press of the button: opening the address alone spends nothing."""


class PasskeyForm(LecternForm):
    """Filled in by static/js/passkeys.js: what the browser's authenticator answered, and to what."""

    next = HiddenField()
    challenge = HiddenField()
    answer = HiddenField()


class PersonaForm(LecternForm):
    person = HiddenField()
