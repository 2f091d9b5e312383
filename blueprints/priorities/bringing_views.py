"""A plan comes in from a spreadsheet: a file, a look at what it would add, and a yes."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from wtforms import FileField, HiddenField

from blueprints.priorities.blueprint import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import LecternForm, form_page
from blueprints.shared.tables import CSV, XLSX, table_download
from tenants.base.errors import Invalid, Refused
from tenants.base.permissions import Permission
from tenants.outside.sheets import write_csv, write_xlsx
from tenants.priorities.actions.bringing import WRONG, bring_in
from tenants.priorities.queries.bringing import standing_in
from tenants.priorities.queries.plans import PlanOfYear, of_year
from tenants.priorities.queries.priorities import colleagues
from tenants.priorities.rules.bringing import Brought, brought
from tenants.priorities.rules.columns import TEMPLATE, Column, Row
from tenants.priorities.uploads import read_upload
from tenants.staff.rules.lists import MOST_BYTES

MOST_TOLD = 100
WIDTHS = (34, 40, 34, 10, 10, 10, 10, 40, 28, 14)


class FileForm(LecternForm):
    file = FileField("A CSV or Excel file", widget=GovFileInput(), description="Up to 500 rows")

    def rows(self) -> list[Row]:
        """Raises Invalid."""
        if not self.file.data:
            raise Invalid({"file": "Choose a file"})
        return read_upload(self.file.data.read(MOST_BYTES + 1))


class SeenForm(LecternForm):
    """`table`: what was looked at, as it goes in; nothing of it is kept before."""

    table = HiddenField()

    def rows(self) -> list[Row]:
        read = csv.reader(io.StringIO(self.table.data or "", newline=""))
        return [(int(number), cells) for number, *cells in read if number.isdecimal()]


@dataclass
class Found:
    """What a table says, once it was read."""

    rows: Sequence[Row] = ()
    plan: Brought = field(default_factory=Brought)

    def read(self, of: PlanOfYear, rows: Sequence[Row]) -> Brought:
        """Raises Invalid for a table that cannot be read, and Refused for one with wrong rows."""
        people = {one.email: one.id for one in colleagues(current.session)}
        standing = standing_in(current.session, of.id)
        self.rows, self.plan = rows, brought(rows, people, standing, year_ends_on=of.span.ends_on)
        if self.plan.problems:
            raise Refused(WRONG)
        return self.plan


@blueprint.route("/improvement-plan/plans/<uuid:plan_id>/file", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, of_year)
def bring(of: PlanOfYear) -> ResponseReturnValue:
    form, found = FileForm(), Found()
    if form.taken(lambda: found.read(of, form.rows())):
        seen = SeenForm(formdata=None, data=_kept(found.rows))
        return form_page("priorities/bring_preview.html", seen, of=of, plan=found.plan)
    return form_page(
        "priorities/bring.html",
        form,
        of=of,
        columns=Column,
        problems=found.plan.problems[:MOST_TOLD],
        unread=found.plan.unread,
    )


@blueprint.post("/improvement-plan/plans/<uuid:plan_id>/file/yes")
@needs(Permission.PLAN_MANAGE, of_year)
def bring_seen(of: PlanOfYear) -> ResponseReturnValue:
    form = SeenForm()
    if form.taken(lambda: bring_in(current.session, current.actor, of.plan, Found().read(of, form.rows()))):
        flash("Brought in. Look it over.", "success")
        return redirect(url_for("priorities.show", plan_id=of.id), 303)
    return form_page("priorities/bring_again.html", form, of=of)


@blueprint.get("/improvement-plan/template")
@needs(Permission.PLAN_MANAGE)
def template() -> ResponseReturnValue:
    """`?as=xlsx` for who wants that."""
    if request.args.get("as") == "xlsx":
        return table_download("improvement-plan.xlsx", XLSX, TEMPLATE, partial(write_xlsx, widths=WIDTHS))
    return table_download("improvement-plan.csv", CSV, TEMPLATE, write_csv)


def _kept(rows: Sequence[Row]) -> dict[str, str]:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([number, *cells] for number, cells in rows)
    return {"table": out.getvalue()}
