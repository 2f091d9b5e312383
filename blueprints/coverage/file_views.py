"""The maps as files: all of them as a table, and each as a picture."""

from functools import partial

from flask import Response, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from blueprints.coverage.asking import by_asked, of_cohort, of_person, school, seen_or_missing
from blueprints.coverage.blueprint import blueprint
from blueprints.coverage.telling import BYS, STRENGTHS, rows, tint, widths
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.downloads import HARMLESS
from blueprints.shared.heat import Square, heat_map
from blueprints.shared.png import png, standing_alone
from blueprints.shared.tables import CSV, XLSX, table_download
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.cohorts import queries as cohorts
from tenants.cohorts.models import Cohort
from tenants.coverage.actions.exporting import note_export
from tenants.coverage.queries.pictures import Line, Picture
from tenants.coverage.queries.plans import Aim
from tenants.coverage.rules.cells import By
from tenants.coverage.rules.scopes import Scope
from tenants.outside.sheets import write_csv, write_xlsx
from tenants.staff.models import Staff
from tenants.staff.queries import staff_member


@blueprint.get("/file")
@needs(Permission.COVERAGE_OPEN)
def file() -> ResponseReturnValue:
    return _file(school())


@blueprint.get("/cohorts/<uuid:cohort_id>/file")
@needs(Permission.COVERAGE_READ, cohorts.cohort)
def cohort_file(cohort: Cohort) -> ResponseReturnValue:
    return _file(of_cohort(cohort))


@blueprint.get("/people/<uuid:staff_id>/file")
@needs(Permission.COVERAGE_READ, staff_member)
def person_file(person: Staff) -> ResponseReturnValue:
    return _file(of_person(person))


def _file(scope: Scope) -> Response:
    """As a CSV file unless another form is asked for."""
    found, by, form = seen_or_missing(scope), by_asked(), request.args.get("form")
    form = form if form in ("svg", "png", "xlsx") else "csv"
    note_export(current.session, current.actor, form)
    if form == "csv":
        return table_download(_name(form), CSV, rows(found), write_csv)
    if form == "xlsx":
        return table_download(_name(form), XLSX, rows(found), partial(write_xlsx, widths=widths(found)))
    drawn = _drawn(found, by)
    content = standing_alone(drawn).encode() if form == "svg" else png(drawn)
    answer = Response(content, mimetype="image/svg+xml" if form == "svg" else "image/png")
    answer.headers.set("Content-Disposition", "attachment", filename=_name(form, f"-by-{by.value}"))
    answer.headers["Content-Security-Policy"] = HARMLESS
    return answer


def _name(form: str, more: str = "") -> str:
    return f"coverage{more}-{current.school.slug}-{clock.today():%Y-%m-%d}.{form}"


def _drawn(found: Picture, by: By) -> Markup:
    whose = found.asked.scope.name or current.school.name
    lines = found.lines(by)
    return heat_map(
        f"{BYS[by][0]}, {whose}, {found.half.name + ' ' if found.half else ''}{found.plan.year.name}",
        [line.words for line in lines],
        [aim.title for aim in found.aims],
        [[_square(found, by, aim, line) for aim in found.aims] for line in lines],
    )


def _square(found: Picture, by: By, aim: Aim, line: Line) -> Square:
    cell = found.cell(by, aim, line)
    strength = found.strength(by, aim, line)
    return Square(
        str(cell.items or "–"), tint(cell.items, found.most), STRENGTHS[strength][0] if strength else ""
    )
