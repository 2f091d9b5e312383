"""The maps as files: all of them as a table, and each as a picture."""

import re
import unicodedata
from functools import partial

from flask import Response, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from blueprints.coverage.asking import (
    by_asked,
    of_cohort,
    of_person,
    school,
    seen_or_missing,
    show_asked,
)
from blueprints.coverage.blueprint import blueprint
from blueprints.coverage.telling import (
    BYS,
    SHOWS,
    STRENGTHS,
    Saying,
    Show,
    asked_words,
    rows,
    shown,
    widths,
)
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
from tenants.coverage.rules.periods import When
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
        return table_download(_name(found, form), CSV, rows(found, _whose(found)), write_csv)
    if form == "xlsx":
        write = partial(write_xlsx, widths=widths(found))
        return table_download(_name(found, form), XLSX, rows(found, _whose(found)), write)
    show = show_asked()
    drawn = _drawn(found, by, show)
    content = standing_alone(drawn).encode() if form == "svg" else png(drawn)
    answer = Response(content, mimetype="image/svg+xml" if form == "svg" else "image/png")
    answer.headers.set("Content-Disposition", "attachment", filename=_name(found, form, by.value, show.value))
    answer.headers["Content-Security-Policy"] = HARMLESS
    return answer


def _whose(found: Picture) -> str:
    return found.asked.scope.name or current.school.name


def _name(found: Picture, form: str, *more: str) -> str:
    """Says all that was asked for, so that no file takes another's place in a folder."""
    when = "" if found.asked.when is When.ALL else found.asked.when.value
    asked = (_whose(found), found.plan.year.name, found.half.name if found.half else "", when, *more)
    words = filter(None, map(_plain, ("coverage", *asked)))
    return f"{'-'.join(words)}-{clock.today():%Y-%m-%d}.{form}"


def _plain(words: str) -> str:
    """In letters that every disk takes."""
    letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _drawn(found: Picture, by: By, show: Show) -> Markup:
    lines, say = found.lines(by), shown(found, show)
    return heat_map(
        f"{BYS[by][0]}, {SHOWS[show].lower()}: {', '.join((_whose(found), *asked_words(found)))}",
        [line.words for line in lines],
        [aim.title for aim in found.aims],
        [[_square(found, by, aim, line, say) for aim in found.aims] for line in lines],
    )


def _square(found: Picture, by: By, aim: Aim, line: Line, say: Saying) -> Square:
    strength = found.strength(by, aim, line)
    return Square(*say(found.cell(by, aim, line)), STRENGTHS[strength][0] if strength else "")
