from blueprints.shared import fields
from blueprints.shared.forms import LecternForm


class Press(LecternForm):
    """A button without fields."""


class AddressForm(LecternForm):
    address = fields.line(
        "Private email address",
        hint="Not an address at a school. Leave it empty if you don't want to give one",
        most=254,
    )


class SendForm(LecternForm):
    address = fields.line(
        "Their private email address",
        hint="They have not given one. Ask them, and check what you type",
        most=254,
    )


class OpenForm(LecternForm):
    work_address = fields.line(
        "The work email address that you had there",
        needed="Enter the work email address that you had there",
        most=254,
    )
