"""Registers of a cohort: taken for each date on which it meets, and read all together."""

from collections.abc import Iterator, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.cohorts.desk_forms import register_form
from blueprints.cohorts.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.tables import CSV, table_download
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.cohorts import queries, register
from tenants.cohorts.actions.register import note_register_export, take_register
from tenants.cohorts.models import Cohort
from tenants.cohorts.register import Sheet, Taken
from tenants.cohorts.rules import PRESENCE_WORDS, PlaceState
from tenants.outside.sheets import write_csv


@blueprint.get("/cohorts/<uuid:cohort_id>/registers")
@needs(Permission.PLACE_MANAGE, queries.cohort)
def registers(cohort: Cohort) -> ResponseReturnValue:
    dates = register.registers(current.session, cohort.id)
    return render_template(
        "cohorts/registers.html", cohort=cohort, dates=dates, words=PRESENCE_WORDS, today=clock.today()
    )


@blueprint.get("/cohorts/<uuid:cohort_id>/registers/csv")
@needs(Permission.PLACE_MANAGE, queries.cohort)
def registers_as_csv(cohort: Cohort) -> ResponseReturnValue:
    note_register_export(current.session, current.actor, cohort)
    taken = [one for one in register.registers(current.session, cohort.id) if one.register]
    marked = {candidate_id for one in taken for candidate_id in one.marks}
    places = [
        one
        for one in queries.desk(current.session, cohort.id)
        if one.candidate.state == PlaceState.APPROVED or one.candidate.id in marked
    ]
    name = f"registers-{current.school.slug}-{clock.today():%Y-%m-%d}.csv"
    return table_download(name, CSV, _rows(places, taken), write_csv)


def _rows(places: Sequence[queries.Place], taken: Sequence[Taken]) -> Iterator[Sequence[str]]:
    dates = (f"{one.date.title}, {one.date.day}" for one in taken)
    yield "Name", "Job title", *dates, "Sessions attended", "Of", "Minutes attended"
    for place in places:
        found = [(one, one.marks.get(place.candidate.id)) for one in taken]
        marked = [(one, presence) for one, presence in found if presence]
        yield (
            place.person.name,
            place.person.job_title or "",
            *(PRESENCE_WORDS[presence] if presence else "" for _, presence in found),
            str(sum(presence.there for _, presence in marked)),
            str(len(marked)),
            str(sum(presence.minutes(one.date.minutes or 0) for one, presence in marked)),
        )


@blueprint.route("/timetable/<uuid:date_id>/register", methods=["GET", "POST"])
@needs(Permission.PLACE_MANAGE, register.sheet)
def attendance(sheet: Sheet) -> ResponseReturnValue:
    form, changed = register_form(sheet), list[bool]()
    if form.taken(
        lambda: changed.append(
            take_register(current.session, current.actor, sheet, form.version.data, form.marks())
        )
    ):
        flash("The register is saved." if changed[0] else "Nothing was changed.", "success")
        return redirect(url_for("cohorts.registers", cohort_id=sheet.cohort_id), 303)
    return form_page("cohorts/attendance.html", form, sheet=sheet, words=PRESENCE_WORDS)
