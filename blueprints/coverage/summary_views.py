"""One page for the head: what the programme has come to, to print for governors."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.coverage.asking import asked, school
from blueprints.coverage.blueprint import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.words import RATINGS
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.coverage.queries.costs import sums_of
from tenants.coverage.queries.pictures import picture
from tenants.coverage.rules.costs import pounds


@blueprint.get("/summary")
@needs(Permission.COVERAGE_SUM_UP)
def summary() -> ResponseReturnValue:
    today = clock.today()
    found = picture(current.session, current.actor, asked(school()), today)
    if found is None:
        return render_template("coverage/no_plan.html", scope=school())
    return render_template(
        "coverage/summary.html",
        picture=found,
        sums=sums_of(current.session, found.plan.year, today),
        today=today,
        pounds=pounds,
        ratings=RATINGS,
        costs=url_for("coverage.costs"),
    )
