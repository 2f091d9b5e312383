"""The time that a candidate has for the programme, and has used."""

from collections.abc import Iterator, Sequence
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from blueprints.joining.blueprint import blueprint
from blueprints.joining.forms import GrantForm, Press, UseForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import LecternForm, form_key, form_page
from blueprints.shared.tables import CSV, XLSX, table_download
from tenants.base import clock
from tenants.base.days import briefly
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import queries as cohorts
from tenants.cohorts.models import Candidate, Cohort
from tenants.joining.actions import time as actions
from tenants.joining.models import TimeUse
from tenants.joining.queries import time as queries
from tenants.joining.queries.time import OfPlace
from tenants.joining.rules.time import PURPOSES, TOLD, Purpose
from tenants.outside.sheets import write_csv, write_xlsx

HEADINGS = ("Name", "Job title", "Department", "Hours given", "Hours used", "Hours left", *TOLD.values())
WIDTHS = (28, 28, 22, 12, 12, 12, *(16 for _ in TOLD))


class SessionForm(LecternForm):
    date = HiddenField()


@blueprint.get("/places/<uuid:candidate_id>/time")
@needs(Permission.TIME_READ, cohorts.candidate)
def time(candidate: Candidate) -> ResponseReturnValue:
    return _time(candidate, SessionForm())


def _time(candidate: Candidate, form: SessionForm) -> ResponseReturnValue:
    """What they noted is their own; a mentor sees how much is left and no more."""
    own = candidate.staff_id == current.actor.staff_id
    found = queries.of_place(current.session, candidate.id)
    manages = allowed(current.actor, Permission.PLACE_MANAGE, candidate)
    return form_page(
        "joining/time.html",
        form,
        one=found,
        own=own,
        cohort=cohorts.cohort(current.session, candidate.cohort_id),
        grants=queries.grants_of(current.session, candidate.id),
        grantable=allowed(current.actor, Permission.TIME_GRANT, candidate) and not own,
        manages=manages and not own,
        purposes=[(TOLD[one], briefly(found.purposes[one])) for one in Purpose if one in found.purposes],
        uses=queries.uses_of(current.session, candidate.id) if own else [],
        held=queries.sessions_to_note(current.session, candidate) if own else [],
        words=PURPOSES,
        press=Press,
    )


@blueprint.route("/places/<uuid:candidate_id>/time/allowance", methods=["GET", "POST"])
@needs(Permission.TIME_GRANT, cohorts.candidate)
def grant(candidate: Candidate) -> ResponseReturnValue:
    latest = next(iter(queries.grants_of(current.session, candidate.id)), None)
    standing = latest.grant if latest else None
    form = GrantForm(
        data={"hours": standing.hours, "from_on": standing.from_on, "how": standing.how}
        if standing
        else {"from_on": clock.today()}
    )
    if form.taken(
        lambda: actions.grant_time(
            current.session,
            current.actor,
            candidate,
            form.hours.given,
            form.from_on.given,
            form.how.data,
        )
    ):
        flash("Saved. We have told them and their line manager.", "success")
        return _back(candidate)
    return form_page("joining/grant.html", form, place=cohorts.place(current.session, candidate))


@blueprint.route("/places/<uuid:candidate_id>/time/use", methods=["GET", "POST"])
@needs(Permission.TIME_USE, cohorts.candidate)
def use(candidate: Candidate) -> ResponseReturnValue:
    form = UseForm(data={"used_on": clock.today()})
    if form.taken(
        lambda: actions.note_time(
            current.session,
            current.actor,
            candidate,
            form.used_on.given,
            int(form.minutes.data),
            Purpose(form.purpose.data),
            form.note.data or "",
        )
    ):
        flash("Noted.", "success")
        return _back(candidate)
    return form_page("joining/use.html", form, candidate=candidate)


@blueprint.post("/places/<uuid:candidate_id>/time/session")
@needs(Permission.TIME_USE, cohorts.candidate)
def note_session(candidate: Candidate) -> ResponseReturnValue:
    form = SessionForm()
    if form.taken(
        lambda: actions.note_session(current.session, current.actor, candidate, form_key(form.date.data))
    ):
        flash("Noted.", "success")
        return _back(candidate)
    return _time(candidate, form)


@blueprint.route("/time/<uuid:use_id>/removal", methods=["GET", "POST"])
@needs(Permission.TIME_USE, queries.time_use)
def take_back(used: TimeUse) -> ResponseReturnValue:
    form = Press()
    candidate = cohorts.candidate(current.session, used.candidate_id)
    if form.taken(lambda: actions.take_back(current.session, current.actor, used)):
        flash("Taken back.", "success")
        return _back(candidate)
    return form_page("joining/take_back.html", form, used=used, words=PURPOSES)


@blueprint.get("/cohorts/<uuid:cohort_id>/time")
@needs(Permission.COHORT_MANAGE, cohorts.cohort)
def of_cohort(cohort: Cohort) -> ResponseReturnValue:
    found = queries.of_cohort(current.session, cohort.id)
    return render_template("joining/of_cohort.html", cohort=cohort, found=found, total=queries.in_all(found))


@blueprint.get("/cohorts/<uuid:cohort_id>/time/download")
@needs(Permission.COHORT_MANAGE, cohorts.cohort)
def download(cohort: Cohort) -> ResponseReturnValue:
    """`?as=csv` for who wants that."""
    form = "csv" if request.args.get("as") == "csv" else "xlsx"
    actions.note_export(current.session, current.actor, cohort, form)
    rows = _rows(queries.of_cohort(current.session, cohort.id))
    name = f"time-{current.school.slug}-{clock.today():%Y-%m-%d}.{form}"
    if form == "csv":
        return table_download(name, CSV, rows, write_csv)
    return table_download(name, XLSX, rows, partial(write_xlsx, widths=WIDTHS))


def _rows(found: Sequence[OfPlace]) -> Iterator[Sequence[str]]:
    yield HEADINGS
    for one in found:
        yield (
            one.person.name,
            one.person.job_title or "",
            one.person.department or "",
            _hours(one.balance.granted),
            _hours(one.balance.used),
            _hours(one.balance.left),
            *(_hours(one.purposes.get(purpose, 0)) for purpose in TOLD),
        )


def _hours(minutes: int) -> str:
    return f"{minutes / 60:g}"


def _back(candidate: Candidate) -> ResponseReturnValue:
    return redirect(url_for("joining.time", candidate_id=candidate.id), 303)
