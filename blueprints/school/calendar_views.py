from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.school.forms import TermForm, YearForm
from blueprints.school.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.schools import actions, queries
from tenants.schools.models import AcademicYear
from tenants.schools.queries import PlannedTerm, PlannedYear
from tenants.schools.rules import (
    EDGES,
    HALF_TERM_NAMES,
    HALVES,
    Span,
    Term,
    usual_year,
    year_name,
    year_to_plan,
)


@blueprint.get("/set-up/calendar")
@needs(Permission.SCHOOL_SETUP)
def calendar() -> ResponseReturnValue:
    return render_template(
        "school/calendar.html",
        years=queries.planned_years(current.session),
        terms=HALVES,
        names=HALF_TERM_NAMES,
        next_year=year_name(usual_year(year_to_plan(clock.today()))),
    )


@blueprint.route("/set-up/calendar/new", methods=["GET", "POST"])
@needs(Permission.SCHOOL_SETUP)
def new_year() -> ResponseReturnValue:
    form, opened = YearForm(data=_suggested()), list[AcademicYear]()
    if form.taken(lambda: opened.append(_open(form))):
        return redirect(url_for("school.term", year_id=opened[0].id, term=Term.AUTUMN.value), 303)
    return form_page("school/year.html", form, year=None)


def _suggested() -> dict[str, date]:
    """The year at hand, or the one after the latest that the school has."""
    latest = queries.planned_years(current.session)[:1]
    begins = latest[0].span.starts_on.year + 1 if latest else year_to_plan(clock.today())
    usual = usual_year(begins)
    return {"starts_on": usual.starts_on, "ends_on": usual.ends_on}


def _open(form: YearForm) -> AcademicYear:
    return actions.open_year(current.session, current.actor, form.span)


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
    return form_page("school/term.html", form, planned=planned, terms=list(Term))


def _edges(halves: tuple[Span, Span]) -> dict[str, date]:
    first, second = halves
    return dict(zip(EDGES, (first.starts_on, first.ends_on, second.starts_on, second.ends_on), strict=True))


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
