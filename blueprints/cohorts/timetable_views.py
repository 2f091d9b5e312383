"""The timetable of a cohort: looked at, moved with the consequences shown, changed, added to."""

from datetime import date
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.cohorts.forms import ConfirmForm, DateDetailsForm, MoveForm, NewDateForm
from blueprints.cohorts.timelines import timeline
from blueprints.cohorts.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.undoing import flash_deed
from blueprints.shared.words import count
from tenants.base.days import weekday_in_words
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import queries
from tenants.cohorts.actions import timetable as actions
from tenants.cohorts.models import Cohort, TimetableDate
from tenants.cohorts.moving import Consequences, consequences
from tenants.cohorts.rules import CohortState
from tenants.cohorts.timetable import NOBODY, Readers, dated, readers, timetable, timetable_date, year_of
from tenants.programmes.rules.design import StepKind


@blueprint.get("/cohorts/<uuid:cohort_id>/timetable")
@needs(Permission.COHORT_READ, queries.cohort)
def dates_of(cohort: Cohort) -> ResponseReturnValue:
    dates = timetable(current.session, cohort.id)
    manages = allowed(current.actor, Permission.COHORT_MANAGE, cohort)
    return render_template(
        "cohorts/timetable.html",
        cohort=cohort,
        timeline=timeline(cohort, dates, year_of(current.session, cohort)),
        changes=manages and cohort.state != CohortState.CLOSED,
    )


@blueprint.route("/cohorts/<uuid:cohort_id>/timetable/new", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, queries.cohort)
def new_date(cohort: Cohort) -> ResponseReturnValue:
    form = NewDateForm()
    if form.taken(lambda: _add(cohort, form)):
        return _back(cohort.id, f"{form.title.data} is in the timetable.")
    return form_page("cohorts/new_date.html", form, cohort=cohort)


def _add(cohort: Cohort, form: NewDateForm) -> None:
    kind = StepKind(form.kind.data)
    actions.add_date(current.session, current.actor, cohort, kind, form.day.given, form.details)


@blueprint.route("/timetable/<uuid:date_id>", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, timetable_date)
def date_details(changed: TimetableDate) -> ResponseReturnValue:
    form = DateDetailsForm(obj=changed).for_kind(StepKind(changed.kind))
    if form.taken(
        lambda: actions.describe_date(
            current.session, current.actor, changed, form.version.data, form.details
        )
    ):
        return _back(changed.cohort_id, f"{changed.title} saved.")
    cohort = queries.cohort(current.session, changed.cohort_id)
    return form_page("cohorts/date_details.html", form, cohort=cohort, date=changed)


@blueprint.route("/timetable/<uuid:date_id>/day", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, timetable_date)
def move_date(moved: TimetableDate) -> ResponseReturnValue:
    """First the consequences of a day are shown, then it is confirmed: a day that was not shown is shown first."""
    to = _asked_day() or moved.day
    form = MoveForm(data={"day": to})
    if form.is_submitted() and form.validate() and not form.was_seen:
        return redirect(url_for("cohorts.move_date", date_id=moved.id, to=form.day.given.isoformat()), 303)
    if form.taken(lambda: actions.move_date(current.session, current.actor, moved, form.day.given)):
        return _back(moved.cohort_id, f"{moved.title} is on {weekday_in_words(form.day.given)} now.")
    cohort = queries.cohort(current.session, moved.cohort_id)
    asked = _asked_day()
    found, told = _consequences(cohort, moved, asked) if asked else (None, NOBODY)
    form.seen.data = asked.isoformat() if asked and found and not found.refused else ""
    return form_page(
        "cohorts/move_date.html", form, cohort=cohort, date=moved, found=found, told=told_whom(told)
    )


def _consequences(cohort: Cohort, moved: TimetableDate, to: date) -> tuple[Consequences, Readers]:
    known = dated(timetable(current.session, cohort.id))
    found = consequences(known, moved.id, to, year_of(current.session, cohort))
    kinds = [StepKind(moved.kind), *(one.dated.kind for one in found.shifts)]
    return found, readers(current.session, current.actor, cohort, kinds)


def told_whom(told: Readers) -> str:
    """'12 candidates, 3 mentors'; empty when nobody is told."""
    parts = (
        (told.candidates, "candidate"),
        (told.mentors, "mentor"),
        (told.assessors, "assessor"),
        (told.leads, "programme lead"),
    )
    return ", ".join(count(len(people), word) for people, word in parts if people)


def _asked_day() -> date | None:
    try:
        found = date.fromisoformat(request.args.get("to", ""))
    except ValueError:
        return None
    return found if 1900 < found.year < 2200 else None


@blueprint.route("/timetable/<uuid:date_id>/removal", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, timetable_date)
def drop_date(dropped: TimetableDate) -> ResponseReturnValue:
    form, cohort_id, title = ConfirmForm(), dropped.cohort_id, dropped.title
    if form.taken(lambda: actions.drop_date(current.session, current.actor, dropped)):
        return _back(cohort_id, f"{title} is taken out.")
    cohort = queries.cohort(current.session, cohort_id)
    told = readers(current.session, current.actor, cohort, [StepKind(dropped.kind)])
    return form_page("cohorts/drop_date.html", form, cohort=cohort, date=dropped, told=told_whom(told))


def _back(cohort_id: UUID, words: str) -> ResponseReturnValue:
    flash_deed(words)
    return redirect(url_for("cohorts.dates_of", cohort_id=cohort_id), 303)
