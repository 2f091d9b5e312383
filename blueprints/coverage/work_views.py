"""What stands behind a square of a map: a list of what the reader may open, and how many more there are."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from blueprints.coverage.asking import Where, by_asked, of_cohort, of_person, school, seen_or_missing
from blueprints.coverage.blueprint import blueprint
from blueprints.coverage.telling import BYS
from blueprints.shared.access import needs
from blueprints.shared.current import current
from tenants.base.permissions import Permission
from tenants.cohorts import queries as cohorts
from tenants.cohorts.models import Cohort
from tenants.coverage.queries.work import behind
from tenants.coverage.rules.scopes import Scope
from tenants.staff.models import Staff
from tenants.staff.queries import staff_member


@blueprint.get("/work")
@needs(Permission.COVERAGE_OPEN)
def work() -> ResponseReturnValue:
    return _work(school())


@blueprint.get("/cohorts/<uuid:cohort_id>/work")
@needs(Permission.COVERAGE_READ, cohorts.cohort)
def cohort_work(cohort: Cohort) -> ResponseReturnValue:
    return _work(of_cohort(cohort))


@blueprint.get("/people/<uuid:staff_id>/work")
@needs(Permission.COVERAGE_READ, staff_member)
def person_work(person: Staff) -> ResponseReturnValue:
    return _work(of_person(person))


def _work(scope: Scope) -> ResponseReturnValue:
    """Without a square in its address, the first one: somebody shortened it."""
    found, by = seen_or_missing(scope), by_asked()
    wished = request.args.get("priority", type=UUID)
    aim = next((one for one in found.aims if one.id == wished), next(iter(found.aims), None))
    lines = found.lines(by)
    line = next(
        (one for one in lines if str(one.against).lower() == request.args.get("against")),
        next(iter(lines), None),
    )
    if aim is None or line is None:
        return render_template("coverage/no_plan.html", scope=scope)
    after = request.args.get("after", type=UUID)
    held = behind(current.session, current.actor, found.wanted, aim.id, by, line.against, after)
    return render_template(
        "coverage/work.html",
        scope=scope,
        picture=found,
        where=Where(scope),
        aim=aim,
        line=line,
        by=by,
        head=BYS[by][0],
        behind=held,
        cell=found.cell(by, aim, line),
    )
