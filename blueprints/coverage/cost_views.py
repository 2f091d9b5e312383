"""What the programme costs: a list that headteachers and the school's office keep."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.coverage.blueprint import blueprint
from blueprints.coverage.forms import ChangeCostForm, CostForm, RemovalForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission
from tenants.coverage.actions import costs as actions
from tenants.coverage.models import ProgrammeCost
from tenants.coverage.queries import costs as queries
from tenants.coverage.rules.costs import pounds


@blueprint.get("/costs")
@needs(Permission.COST_KEEP)
def costs() -> ResponseReturnValue:
    return render_template("coverage/costs.html", costs=queries.costs(current.session), pounds=pounds)


@blueprint.route("/costs/new", methods=["GET", "POST"])
@needs(Permission.COST_KEEP)
def new_cost() -> ResponseReturnValue:
    form = CostForm().offer(queries.to_enter_for(current.session))
    if form.taken(
        lambda: actions.enter_cost(current.session, current.actor, form.what.data, form.pence, **form.ids)
    ):
        flash("Saved.", "success")
        return redirect(url_for("coverage.costs"), 303)
    return form_page("coverage/cost.html", form, cost=None)


@blueprint.route("/costs/<uuid:cost_id>", methods=["GET", "POST"])
@needs(Permission.COST_KEEP, queries.cost)
def cost(one: ProgrammeCost) -> ResponseReturnValue:
    amount = pounds(one.pence).removeprefix("£")
    form = ChangeCostForm(data={"version": one.version, "what": one.what, "amount": amount})
    if form.taken(lambda: _change(form, one)):
        flash("Saved.", "success")
        return redirect(url_for("coverage.costs"), 303)
    return form_page("coverage/cost.html", form, cost=one)


def _change(form: ChangeCostForm, one: ProgrammeCost) -> None:
    actions.change_cost(current.session, current.actor, one, form.version.data, form.what.data, form.pence)


@blueprint.route("/costs/<uuid:cost_id>/removal", methods=["GET", "POST"])
@needs(Permission.COST_KEEP, queries.cost)
def removal(one: ProgrammeCost) -> ResponseReturnValue:
    form = RemovalForm()
    if form.taken(lambda: actions.remove_cost(current.session, current.actor, one)):
        flash("Removed.", "success")
        return redirect(url_for("coverage.costs"), 303)
    return form_page("coverage/removal.html", form, cost=one, amount=pounds(one.pence))
