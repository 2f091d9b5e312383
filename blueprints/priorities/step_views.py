"""The actions of a priority, and who has done theirs."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.priorities.blueprint import blueprint
from blueprints.priorities.forms import FinishForm, Press, step_form
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.priorities.actions import steps as actions
from tenants.priorities.models import PlannedAction, Priority
from tenants.priorities.queries import priorities as queries
from tenants.staff.queries import staff_member


@blueprint.route("/improvement-plan/priorities/<uuid:priority_id>/actions/new", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, queries.priority)
def add_action(of: Priority) -> ResponseReturnValue:
    form = step_form().offer(queries.colleagues(current.session))
    if form.taken(lambda: actions.add_action(current.session, current.actor, of, form.planned)):
        flash("Added.", "success")
        return _to(of)
    return form_page("priorities/step.html", form, of=of, one=None)


@blueprint.route("/improvement-plan/actions/<uuid:step_id>", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, queries.action)
def change_action(one: PlannedAction) -> ResponseReturnValue:
    of = queries.priority(current.session, one.priority_id)
    standing = staff_member(current.session, one.staff_id) if one.staff_id else None
    form = step_form(one).offer(queries.colleagues(current.session), standing)
    if form.taken(
        lambda: actions.change_action(current.session, current.actor, one, form.version.data, form.planned)
    ):
        flash("Saved.", "success")
        return _to(of)
    return form_page("priorities/step.html", form, of=of, one=one)


@blueprint.route("/improvement-plan/actions/<uuid:step_id>/done", methods=["GET", "POST"])
@needs(Permission.ACTION_FINISH, queries.action)
def finish_action(one: PlannedAction) -> ResponseReturnValue:
    of, form = queries.priority(current.session, one.priority_id), FinishForm(data={"done_on": _done(one)})
    if form.taken(lambda: actions.finish_action(current.session, current.actor, one, form.done_on.data)):
        flash("Thank you: it stands as done." if one.done_on else "It stands as not done.", "success")
        return _to(of)
    return form_page("priorities/finish.html", form, of=of, one=one)


def _done(one: PlannedAction) -> object:
    return one.done_on or clock.today()


@blueprint.route("/improvement-plan/actions/<uuid:step_id>/removal", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, queries.action)
def remove_action(one: PlannedAction) -> ResponseReturnValue:
    of, form = queries.priority(current.session, one.priority_id), Press()
    if form.taken(lambda: actions.remove_action(current.session, current.actor, one)):
        flash("Removed.", "success")
        return _to(of)
    return form_page("priorities/remove_step.html", form, of=of, one=one)


def _to(of: Priority) -> ResponseReturnValue:
    return redirect(url_for("priorities.priority", priority_id=of.id), 303)
