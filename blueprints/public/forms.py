from blueprints.shared import fields
from blueprints.shared.forms import LecternForm


class CodeForm(LecternForm):
    code = fields.line(
        "Code of the award",
        needed="Enter the code printed on the certificate",
        hint="26 letters and digits, with or without hyphens",
        most=60,
    )
