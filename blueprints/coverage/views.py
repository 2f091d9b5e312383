"""How much of the work serves each priority of the improvement plan: of the school, a cohort, a person."""

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.coverage.asking import WHENS, Where, of_cohort, of_person, school, seen
from blueprints.coverage.blueprint import blueprint
from blueprints.coverage.telling import BYS, SHOWS, STRENGTHS, Show, shown
from blueprints.shared.access import needs
from blueprints.shared.current import current
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import queries as cohorts
from tenants.cohorts.models import Cohort
from tenants.coverage.queries.people import people_of
from tenants.coverage.queries.pictures import Picture
from tenants.coverage.rules.gaps import Next
from tenants.coverage.rules.scopes import Scope
from tenants.staff.models import Staff
from tenants.staff.queries import staff_member

__all__ = ["blueprint"]


@blueprint.get("")
@needs(Permission.COVERAGE_OPEN)
def show() -> ResponseReturnValue:
    return _show(school())


@blueprint.get("/cohorts/<uuid:cohort_id>")
@needs(Permission.COVERAGE_READ, cohorts.cohort)
def cohort_show(cohort: Cohort) -> ResponseReturnValue:
    return _show(of_cohort(cohort))


@blueprint.get("/people/<uuid:staff_id>")
@needs(Permission.COVERAGE_READ, staff_member)
def person_show(person: Staff) -> ResponseReturnValue:
    return _show(of_person(person))


@blueprint.get("/people")
@needs(Permission.COVERAGE_OPEN)
def people() -> ResponseReturnValue:
    return render_template("coverage/people.html", people=people_of(current.session))


def _show(scope: Scope) -> ResponseReturnValue:
    found = seen(scope)
    if found is None:
        return render_template("coverage/no_plan.html", scope=scope)
    show = request.args.get("show", Show.ITEMS, type=Show)
    return render_template(
        "coverage/show.html",
        picture=found,
        scope=scope,
        where=Where(scope),
        whens=WHENS,
        bys=BYS,
        strengths=STRENGTHS,
        shows=SHOWS,
        show=show,
        shown=shown(found, show),
        next_steps=_next_steps(found),
        opens=allowed(current.actor, Permission.COVERAGE_OPEN),
        sums_up=allowed(current.actor, Permission.COVERAGE_SUM_UP),
    )


def _next_steps(found: Picture) -> Mapping[Next, tuple[str, str]]:
    """Where a gap can be closed, for who may."""
    if not allowed(current.actor, Permission.COVERAGE_OPEN):
        return {}
    focus = ("Plan it with a cohort", url_for("cohorts.index"))
    return {Next.FOCUS: focus}
