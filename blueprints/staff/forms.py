from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from wtforms import FileField, HiddenField

from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.base.actor import Role
from tenants.base.errors import Invalid
from tenants.staff.rules.columns import TITLES, Column
from tenants.staff.rules.lists import MOST_BYTES, read_table
from tenants.staff.rules.people import Particulars
from tenants.staff.rules.roles import MEANINGS
from tenants.staff.rules.roles import TITLES as ROLE_TITLES
from tenants.staff.rules.tables import Table, Unreadable, shown
from tenants.staff.uploads import read_upload


class PersonForm(LecternForm):
    version = fields.version()
    name = fields.line("Name", needed="Enter the person's name")
    email = fields.line("Work email", needed="Enter the person's work email address")
    job_title = fields.line("Job title")
    department = fields.line("Department")
    manager = fields.line(
        "Line manager", hint="Their work email address, or their name as it is on the staff list"
    )
    manager_outside = fields.tick("Has no line manager at this school, for example the headteacher")
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
        self.role.choices = fields.offered(
            [(role.value, ROLE_TITLES[role], MEANINGS[role]) for role in roles]
        )


class ConfirmForm(LecternForm):
    """Nothing to fill in: the button says it."""


class ListForm(LecternForm):
    file = FileField("An Excel or CSV file", widget=GovFileInput(), description="Up to 5 MB and 10,000 rows")
    pasted = fields.passage(
        "Or paste the list",
        hint="With a first line that names the columns. You can copy the cells straight from a spreadsheet",
        most=MOST_BYTES,
    )

    def table(self) -> Table:
        """Raises Invalid, next to the field that the list came by."""
        uploaded: Any = self.file.data
        if not uploaded and not (self.pasted.data or "").strip():
            raise Invalid({"file": "Choose a file, or paste the list below."})
        field = "file" if uploaded else "pasted"
        try:
            return (
                read_upload(uploaded.read(MOST_BYTES + 1)) if uploaded else read_table(self.pasted.data or "")
            )
        except Unreadable as problem:
            raise Invalid({field: str(problem)}) from problem


class ColumnsForm(LecternForm):
    """Which column of the list is what; the names of its fields are those of `Column`."""

    first = fields.pick(TITLES[Column.FIRST])
    last = fields.pick(TITLES[Column.LAST])
    name = fields.pick(TITLES[Column.NAME], hint="If first and last name are in one column")
    email = fields.pick(TITLES[Column.EMAIL])
    mis_number = fields.pick(
        TITLES[Column.MIS_NUMBER], hint="A number that stays the same when a name or an address changes"
    )
    person_id = fields.pick(TITLES[Column.PERSON_ID], hint="In a list that was downloaded here")
    job_title = fields.pick(TITLES[Column.JOB_TITLE])
    department = fields.pick(TITLES[Column.DEPARTMENT])
    manager = fields.pick(TITLES[Column.MANAGER], hint="Their email address, MIS number or name")
    leaves = fields.pick(
        TITLES[Column.LEAVES],
        hint="A last day like 31/08/2026, or yes. People who have left are signed out at once",
    )

    def offer(self, found: Table) -> None:
        told = [(str(place), _told(found, place)) for place in range(len(found.headers))]
        self.told = dict(told)
        for column in Column:
            self[column.value].choices = fields.offered([("", "Not in this list"), *told])

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """As it stands in the form: what is taken for what."""
        return [(TITLES[column], self.told[place]) for column in Column if (place := self[column.value].data)]

    @property
    def chosen(self) -> dict[Column, int]:
        return {column: int(place) for column in Column if (place := self[column.value].data)}


def _told(found: Table, place: int) -> str:
    """The column's name, and what stands in it."""
    examples = ", ".join(shown(example) for example in found.examples(place))
    return f"{found.headers[place]} ({examples or 'empty'})"


class PlanForm(LecternForm):
    digest = HiddenField()
