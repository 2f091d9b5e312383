from wtforms.validators import Email

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.enquiries.rules import InterestFor


class CodeForm(LecternForm):
    code = fields.line(
        "Code of the award",
        needed="Enter the code printed on the certificate",
        hint="26 letters and digits, with or without hyphens",
        most=60,
    )


class InterestForm(LecternForm):
    asks_for = fields.choice(
        "Who is it for?",
        needed="Choose who it is for",
        choices=[
            (
                InterestFor.SCHOOL.value,
                "My school",
                "We would like to run a programme, or to become a Learning Centre",
            ),
            (InterestFor.PRACTITIONER.value, "Myself", "I would like to become a Lead Practitioner"),
        ],
    )
    school_name = fields.line("Name of your school", needed="Enter the name of your school")
    name = fields.line("Your name", needed="Enter your name")
    job = fields.line("What you do there", hint="For example headteacher, or teacher of science", most=100)
    email = fields.line("Your work email address", needed="Enter your work email address", most=254)
    message = fields.passage("What would you like to know?", hint="Leave it empty if you like", most=2000)

    def validate_email(self, field: object) -> None:
        Email("Enter a full email address, like name@school.example")(self, field)


class ConfirmForm(LecternForm):
    """Nothing to fill in: the button says it."""
