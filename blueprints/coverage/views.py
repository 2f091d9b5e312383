"""How much of the work serves each priority of the improvement plan: of the school, a cohort, a person."""

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.coverage.asking import Where, of_cohort, of_person, school, seen, show_asked
from blueprints.coverage.blueprint import blueprint
from blueprints.coverage.telling import BYS, SHOWS, STRENGTHS, WHENS, shown
from blueprints.shared.access import needs
from blueprints.shared.current import current
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import queries as cohorts
from tenants.cohorts.models import Cohort
from tenants.coverage.queries.people import people_of
from tenants.coverage.queries.pictures import Picture
from tenants.coverage.rules.gaps import Gap, Next
from tenants.coverage.rules.scopes import Of, Scope
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
    show = show_asked()
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
        next_step=_next_steps(found),
        opens=allowed(current.actor, Permission.COVERAGE_OPEN),
        sets_up=allowed(current.actor, Permission.SCHOOL_SETUP),
        sums_up=allowed(current.actor, Permission.COVERAGE_SUM_UP),
    )


def _next_steps(found: Picture) -> Callable[[Gap], tuple[str, str] | None]:
    """Where a gap can be closed, for who may."""
    scope, opens = found.asked.scope, allowed(current.actor, Permission.COVERAGE_OPEN)
    only = [scope.id] if scope.of is Of.COHORT else [one.id for one in found.cohorts if one.opens]
    to_focus = url_for("cohorts.focus", cohort_id=only[0]) if len(only) == 1 else url_for("cohorts.index")

    def step(gap: Gap) -> tuple[str, str] | None:
        if not opens:
            return None
        match gap.next:
            case Next.MAP:
                return "Map it", url_for("priorities.map_priority", priority_id=gap.priority_id)
            case Next.FOCUS:
                return "Focus a cohort on it", to_focus
            case Next.LOOK:
                return "Look at it", url_for("priorities.priority", priority_id=gap.priority_id)

    return step
