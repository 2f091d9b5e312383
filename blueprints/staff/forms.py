from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from wtforms import FileField, HiddenField

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.base.actor import Role
from tenants.base.errors import Invalid
from tenants.staff.rules.lists import MOST_BYTES, Line, Unreadable, decoded, read_list
from tenants.staff.rules.people import Particulars
from tenants.staff.rules.roles import MEANINGS, TITLES


class PersonForm(LecternForm):
    version = fields.version()
    name = fields.line("Name", needed="Enter the person's name")
    email = fields.line("Work e-mail", needed="Enter the person's work e-mail address")
    job_title = fields.line("Job title")
    department = fields.line("Department")
    manager = fields.line("Line manager", hint="Their work e-mail address, or their name as it stands here")
    manager_outside = fields.tick("Has no line manager at this school, like the headteacher")
    mis_number = fields.line("MIS number", hint="The person's number in Arbor, SIMS, Bromcom or similar")

    @property
    def given(self) -> Particulars:
        return Particulars(
            name=self.name.data or "",
            email=self.email.data or "",
            job_title=self.job_title.data,
            department=self.department.data,
            manager=self.manager.data,
            mis_number=self.mis_number.data,
        )


class RoleForm(LecternForm):
    role = fields.choice("Role", needed="Choose a role")
    until = fields.day("Last day", hint="Only for a deputy. For example, 31 8 2027")

    def offer(self, roles: list[Role]) -> None:
        self.role.choices = fields.offered([(role.value, TITLES[role], MEANINGS[role]) for role in roles])


class ConfirmForm(LecternForm):
    """Nothing to fill in: the button says it."""


class ListForm(LecternForm):
    file = FileField("A CSV file", widget=GovFileInput(), description="Up to 5 MB and 10,000 rows")
    pasted = fields.passage(
        "Or paste the list",
        hint="With a first line that names the columns. You can copy the cells straight from a spreadsheet",
        most=MOST_BYTES,
    )

    def lines(self) -> list[Line]:
        """Raises Invalid, next to the field that the list came by."""
        uploaded: Any = self.file.data
        field = "file" if uploaded else "pasted"
        try:
            return read_list(decoded(uploaded.read(MOST_BYTES + 1)) if uploaded else self.pasted.data or "")
        except Unreadable as problem:
            raise Invalid({field: str(problem)}) from problem


class PlanForm(LecternForm):
    digest = HiddenField()
