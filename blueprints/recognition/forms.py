from datetime import date
from typing import Any, cast

from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from wtforms import FileField

from blueprints.shared import fields
from blueprints.shared.current import current
from blueprints.shared.forms import LecternForm
from tenants.base.errors import Invalid, Refused
from tenants.outside.files.content import Checked, check
from tenants.recognition.rules import Told


class CodeForm(LecternForm):
    code = fields.line(
        "Code of the award",
        needed="Enter the code printed on the certificate",
        hint="26 letters and digits, with or without hyphens",
        most=60,
    )


class ElsewhereForm(LecternForm):
    body = fields.line("Who made the award?", needed="Say who made the award")
    award = fields.line("What is it called?", needed="Say what the award is called")
    number = fields.line("Number on the certificate", needed="Enter the number on the certificate")
    awarded_on = fields.day("Day of the award", needed="Enter the day of the award")
    expires_on = fields.day("Last day it is valid", needed="Enter the last day it is valid")
    link = fields.line("Web address that shows it", hint="If there is a public list or page", most=500)
    file = FileField(
        "Certificate or letter", widget=GovFileInput(), description="A PDF or a photo, up to 25 MB"
    )

    @property
    def told(self) -> Told:
        return Told(
            body=self.body.data,
            award=self.award.data,
            number=self.number.data,
            awarded_on=cast("date", self.awarded_on.data),
            expires_on=cast("date", self.expires_on.data),
            link=self.link.data or "",
        )

    def proof(self) -> Checked | None:
        upload: Any = self.file.data
        if not upload:
            return None
        try:
            return check(upload.stream, upload.filename, current.outside.scanner)
        except Refused as refused:
            raise Invalid({"file": refused.reason}) from refused


class Press(LecternForm):
    """A button without fields."""


class RefusalForm(LecternForm):
    reason = fields.passage(
        "Why can't it be confirmed?",
        needed="Say why, in a sentence that the person will read",
        hint="The person reads this. Leave out anything about others",
        most=1000,
    )
