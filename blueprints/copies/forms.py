from blueprints.shared import fields
from blueprints.shared.forms import LecternForm


class Press(LecternForm):
    """A button without fields."""


class AddressForm(LecternForm):
    address = fields.line(
        "Private e-mail address", hint="Not one of a school. Leave it empty to name none", most=254
    )


class SendForm(LecternForm):
    address = fields.line(
        "Their private e-mail address",
        hint="They did not name one. Ask them, and type it with care",
        most=254,
    )


class OpenForm(LecternForm):
    work_address = fields.line(
        "The work e-mail address that you had there",
        needed="Enter the work e-mail address that you had there",
        most=254,
    )
