"""The success measures of a priority, and what they read."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.priorities.blueprint import blueprint
from blueprints.priorities.forms import Press, ReadingForm, measure_form
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.priorities.actions import measures as actions
from tenants.priorities.models import Priority, SuccessMeasure
from tenants.priorities.queries import priorities as queries


@blueprint.route("/improvement-plan/priorities/<uuid:priority_id>/measures/new", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, queries.priority)
def add_measure(of: Priority) -> ResponseReturnValue:
    form = measure_form()
    if form.taken(lambda: actions.add_measure(current.session, current.actor, of, form.figures)):
        flash("Added.", "success")
        return _to(of)
    return form_page("priorities/measure.html", form, of=of, one=None)


@blueprint.route("/improvement-plan/measures/<uuid:success_id>", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, queries.measure)
def change_measure(one: SuccessMeasure) -> ResponseReturnValue:
    of, form = queries.priority(current.session, one.priority_id), measure_form(one)
    if form.taken(
        lambda: actions.change_measure(current.session, current.actor, one, form.version.data, form.figures)
    ):
        flash("Saved.", "success")
        return _to(of)
    return form_page("priorities/measure.html", form, of=of, one=one)


@blueprint.route("/improvement-plan/measures/<uuid:success_id>/reading", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, queries.measure)
def read_measure(one: SuccessMeasure) -> ResponseReturnValue:
    of, form = queries.priority(current.session, one.priority_id), ReadingForm(data={"day": clock.today()})
    if form.taken(
        lambda: actions.note_reading(current.session, current.actor, one, form.day.given, form.value.given)
    ):
        flash("Noted.", "success")
        return _to(of)
    readings = queries.readings(current.session, one.id)
    return form_page("priorities/reading.html", form, of=of, one=one, readings=readings)


@blueprint.route("/improvement-plan/measures/<uuid:success_id>/removal", methods=["GET", "POST"])
@needs(Permission.PLAN_MANAGE, queries.measure)
def remove_measure(one: SuccessMeasure) -> ResponseReturnValue:
    of, form = queries.priority(current.session, one.priority_id), Press()
    if form.taken(lambda: actions.remove_measure(current.session, current.actor, one)):
        flash("Removed.", "success")
        return _to(of)
    return form_page("priorities/remove_measure.html", form, of=of, one=one)


def _to(of: Priority) -> ResponseReturnValue:
    return redirect(url_for("priorities.priority", priority_id=of.id), 303)
