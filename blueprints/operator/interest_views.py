from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.operator.forms import ReasonForm
from blueprints.operator.views import blueprint
from blueprints.shared.access import for_operators
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.undoing import flash_undo
from tenants.base.errors import Refused
from tenants.enquiries import actions
from tenants.enquiries.models import Interest
from tenants.enquiries.queries import interest, interests
from tenants.enquiries.rules import InterestState
from tenants.operators.history import note

SHOWN = (InterestState.NEW, InterestState.SCHOOL, InterestState.CLOSED)


@blueprint.get("/interests")
@for_operators()
def interests_list() -> ResponseReturnValue:
    state = request.args.get("state", InterestState.NEW, type=InterestState)
    state = state if state in SHOWN else InterestState.NEW
    page = interests(current.platform, state, request.args.get("after", type=UUID))
    return render_template("operator/interests.html", page=page, state=state)


@blueprint.route("/interests/<uuid:interest_id>", methods=["GET", "POST"])
@for_operators(interest)
def interest_shown(told: Interest) -> ResponseReturnValue:
    form = ReasonForm()
    if form.taken(lambda: _close(told, form)):
        undo = url_for("operator.reopen_interest", interest_id=told.id)
        flash_undo("The interest is closed.", undo)
        return redirect(url_for("operator.interests_list"), 303)
    return form_page("operator/interest.html", form, interest=told)


@blueprint.post("/interests/<uuid:interest_id>/reopening")
@for_operators(interest)
def reopen_interest(told: Interest) -> ResponseReturnValue:
    try:
        actions.reopen(told)
    except Refused as why:
        return render_template("operator/not_undone.html", reason=why.reason), 409
    note(current.platform, current.operator.id, "interest:reopen", told)
    flash("Undone. The interest is open again.", "success")
    return redirect(url_for("operator.interest_shown", interest_id=told.id), 303)


def _close(told: Interest, form: ReasonForm) -> None:
    actions.close(told, form.reason.data)
    note(current.platform, current.operator.id, "interest:close", told)
