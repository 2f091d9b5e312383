"""Support visits, from the operator's side."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.operator.forms import ConfirmForm
from blueprints.operator.views import blueprint
from blueprints.shared.access import for_operators
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.visiting import come_out, go_in
from tenants.operators.actions.visits import enter
from tenants.operators.history import note
from tenants.operators.queries import visits
from tenants.operators.queries.visits import OpenedVisit


@blueprint.get("/visits")
@for_operators()
def visits_list() -> ResponseReturnValue:
    return render_template("operator/visits.html", known=visits.visits(current.platform))


@blueprint.route("/visits/<uuid:visit_id>", methods=["GET", "POST"])
@for_operators(visits.visit)
def visit(found: OpenedVisit) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: enter(current.platform, current.operator, found.visit)):
        go_in(found.school.slug)
        return redirect(url_for("school.show", slug=found.school.slug), 303)
    entries = visits.entries(current.platform, found.id)
    return form_page("operator/visit.html", form, found=found, entries=entries)


@blueprint.post("/visits/leaving")
@for_operators()
def leave() -> ResponseReturnValue:
    come_out()
    note(current.platform, current.operator.id, "support:leave")
    flash("You have left the school.", "success")
    return redirect(url_for("operator.visits_list"), 303)
