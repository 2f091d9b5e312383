from wtforms import HiddenField

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.sign_in.rules import LONGEST_PASSKEY_NAME


class NewPasskeyForm(LecternForm):
    """`challenge` and `answer` are filled in by static/js/passkeys.js."""

    challenge = HiddenField()
    answer = HiddenField()
    name = fields.line(
        "Name", hint="So that you can tell it from others, for example 'My phone'", most=LONGEST_PASSKEY_NAME
    )


class NameForm(LecternForm):
    name = fields.line("Name", needed="Enter a name for this passkey", most=LONGEST_PASSKEY_NAME)


class ConfirmForm(LecternForm):
    """Nothing to fill in: the button says it."""
