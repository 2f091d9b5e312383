from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.school.forms import ClosedDayForm, ConfirmForm, TermForm, YearForm
from blueprints.school.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.schools import actions, queries
from tenants.schools.models import AcademicYear
from tenants.schools.nations import NAMES, Pattern, usual_year
from tenants.schools.queries import PlannedTerm, PlannedYear, YearWithClosures
from tenants.schools.rules import (
    EDGES,
    HALF_TERM_NAMES,
    HALVES,
    Closure,
    Span,
    Term,
    year_name,
    year_to_plan,
)


@blueprint.get("/set-up/calendar")
@needs(Permission.SCHOOL_SETUP)
def calendar() -> ResponseReturnValue:
    return render_template(
        "school/calendar.html",
        years=queries.planned_years(current.session),
        closures=queries.closures_by_year(current.session),
        terms=HALVES,
        names=HALF_TERM_NAMES,
        next_year=year_name(usual_year(year_to_plan(clock.today()))),
    )


@blueprint.route("/set-up/calendar/new", methods=["GET", "POST"])
@needs(Permission.SCHOOL_SETUP)
def new_year() -> ResponseReturnValue:
    latest = next(iter(queries.planned_years(current.session)), None)
    pattern = _pattern(latest)
    form, opened = YearForm(data=_suggested(pattern, latest)), list[AcademicYear]()
    if form.taken(lambda: opened.append(_open(form, pattern))):
        return redirect(url_for("school.term", year_id=opened[0].id, term=Term.AUTUMN.value), 303)
    return form_page("school/year.html", form, year=None, pattern=pattern, patterns=NAMES)


def _pattern(latest: PlannedYear | None) -> Pattern:
    """Whose dates the year starts from: what the address says, else as the latest year."""
    asked = request.args.get("from", "")
    if asked in tuple(Pattern):
        return Pattern(asked)
    return Pattern(latest.year.pattern) if latest else Pattern.ENGLAND


def _suggested(pattern: Pattern, latest: PlannedYear | None) -> dict[str, date]:
    """The year at hand, or the one after the latest that the school has."""
    begins = latest.span.starts_on.year + 1 if latest else year_to_plan(clock.today())
    usual = usual_year(begins, pattern)
    return {"starts_on": usual.starts_on, "ends_on": usual.ends_on}


def _open(form: YearForm, pattern: Pattern) -> AcademicYear:
    return actions.open_year(current.session, current.actor, form.span, pattern)


@blueprint.route("/set-up/calendar/<uuid:year_id>", methods=["GET", "POST"])
@needs(Permission.SCHOOL_SETUP, queries.planned_year)
def year(year: PlannedYear) -> ResponseReturnValue:
    form = YearForm(obj=year.year)
    if form.taken(lambda: _change_year(form, year)):
        flash("The dates of the year are saved.", "success")
        return redirect(url_for("school.calendar"), 303)
    return form_page("school/year.html", form, year=year)


def _change_year(form: YearForm, year: PlannedYear) -> None:
    actions.change_year(current.session, current.actor, year.id, form.span, form.version.data or 0)


@blueprint.route(
    "/set-up/calendar/<uuid:year_id>/<any(autumn, spring, summer):term>", methods=["GET", "POST"]
)
@needs(Permission.SCHOOL_SETUP, queries.planned_term)
def term(planned: PlannedTerm) -> ResponseReturnValue:
    form = TermForm(data=_edges(planned.halves) | {"version": planned.year.year.version})
    if form.taken(lambda: _set_term(form, planned)):
        return redirect(_after(planned), 303)
    usual = NAMES[Pattern(planned.year.year.pattern)] if None not in planned.halves else None
    return form_page("school/term.html", form, planned=planned, terms=list(Term), usual=usual)


def _edges(halves: tuple[Span | None, Span | None]) -> dict[str, date | None]:
    days = [day for half in halves for day in ((half.starts_on, half.ends_on) if half else (None, None))]
    return dict(zip(EDGES, days, strict=True))


def _set_term(form: TermForm, planned: PlannedTerm) -> None:
    actions.set_term(
        current.session, current.actor, planned.id, planned.term, form.halves, form.version.data or 0
    )


def _after(planned: PlannedTerm) -> str:
    """On to the next term that has no dates yet, else back to the calendar."""
    following = planned.next
    if following and not planned.year.has(following):
        return url_for("school.term", year_id=planned.id, term=following.value)
    flash(f"The dates of {planned.year.year.name} are saved.", "success")
    return url_for("school.calendar")


@blueprint.route("/set-up/calendar/<uuid:year_id>/days", methods=["GET", "POST"])
@needs(Permission.SCHOOL_SETUP, queries.year_with_closures)
def closed_days(known: YearWithClosures) -> ResponseReturnValue:
    form = ClosedDayForm()
    if form.taken(lambda: _close(form, known)):
        flash("The day is in the calendar.", "success")
        return redirect(url_for("school.closed_days", year_id=known.id), 303)
    return form_page("school/closed_days.html", form, year=known.year, closed=known.closed, press=ConfirmForm)


def _close(form: ClosedDayForm, known: YearWithClosures) -> None:
    kind, day = Closure(form.kind.data), form.day.given
    actions.close_day(current.session, current.actor, known.id, day, kind, form.name.data)


@blueprint.post("/set-up/calendar/<uuid:year_id>/days/removal")
@needs(Permission.SCHOOL_SETUP, queries.year_with_closures)
def reopen_day(known: YearWithClosures) -> ResponseReturnValue:
    """Which one is said by the form: a day is no id, and every year has its own."""
    found = next((one.day for one in known.closed if one.day.isoformat() == request.form.get("day")), None)
    if found is not None:
        actions.reopen_day(current.session, current.actor, known.id, found)
        flash("The day is a school day again.", "success")
    return redirect(url_for("school.closed_days", year_id=known.id), 303)
