"""Taking part: what it means, who has room, and one's own request."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.joining.blueprint import blueprint
from blueprints.joining.forms import ANY, Press, RequestForm
from blueprints.joining.telling import way_of
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.actor import Appointment
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.moving import MEETING
from tenants.joining.actions import requests as actions
from tenants.joining.models import JoiningRequest
from tenants.joining.queries.requests import Asked, asked, latest_of, line_manager, request, to_join
from tenants.joining.rules.requests import OPEN, RequestState
from tenants.staff.queries import staff_member

__all__ = ["blueprint"]


@blueprint.get("/joining")
@needs(Permission.JOINING_OPEN)
def index() -> ResponseReturnValue:
    mine = latest_of(current.session, current.actor.person_id)
    takes_part = bool(current.actor.subjects(Appointment.CANDIDATE))
    return render_template(
        "joining/index.html",
        mine=mine,
        way=way_of(mine) if mine else [],
        cards=to_join(current.session),
        meeting=MEETING,
        takes_part=takes_part,
        may_ask=not takes_part and (mine is None or mine.state not in OPEN),
    )


@blueprint.route("/joining/request", methods=["GET", "POST"])
@needs(Permission.JOINING_OPEN)
def ask() -> ResponseReturnValue:
    mine = latest_of(current.session, current.actor.person_id)
    form = RequestForm(data=_standing(mine)).offer(to_join(current.session))
    made: list[JoiningRequest] = []
    if form.taken(
        lambda: made.append(
            actions.ask_to_join(current.session, current.actor, form.reason.data, form.cohort_id)
        )
    ):
        flash("Thank you. What you wrote is with whoever answers it, and you get an email.", "success")
        return _page(made[0].id)
    return form_page(
        "joining/ask.html",
        form,
        changes=mine is not None and mine.state is RequestState.ASKED,
        manager=line_manager(current.session, staff_member(current.session, current.actor.person_id)),
    )


def _standing(mine: Asked | None) -> dict[str, str]:
    if mine is None or mine.state not in OPEN:
        return {"cohort": ANY}
    wished = mine.request.cohort_id
    return {"reason": mine.request.reason, "cohort": str(wished) if wished else ANY}


@blueprint.get("/joining/requests/<uuid:request_id>")
@needs(Permission.JOINING_READ, request)
def show(one: JoiningRequest) -> ResponseReturnValue:
    found = asked(current.session, one)
    return render_template(
        "joining/show.html",
        asked=found,
        way=way_of(found),
        own=one.staff_id == current.actor.staff_id,
        goes_on=found.state in OPEN,
        supports=allowed(current.actor, Permission.JOINING_SUPPORT, one),
        decides=allowed(current.actor, Permission.JOINING_DECIDE, one),
    )


@blueprint.route("/joining/requests/<uuid:request_id>/withdrawal", methods=["GET", "POST"])
@needs(Permission.JOINING_CHANGE, request)
def withdraw(one: JoiningRequest) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.withdraw(current.session, current.actor, one)):
        flash("You have taken it back. You can ask again whenever you like.", "success")
        return redirect(url_for("joining.index"), 303)
    return form_page("joining/withdraw.html", form, one=one)


def _page(request_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("joining.show", request_id=request_id), 303)
