"""The word of the line manager, and of a headteacher or deputy."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.joining.blueprint import blueprint
from blueprints.joining.forms import ANY, DecisionForm, SupportForm
from blueprints.joining.telling import STANDS
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission, allowed
from tenants.joining.actions import requests as actions
from tenants.joining.models import JoiningRequest
from tenants.joining.queries.requests import Asked, asked, listed, request, to_join
from tenants.joining.rules.requests import RequestState, Turn

GROUPS = {
    "mine": "Waiting for you",
    Turn.MANAGER: "With their line manager",
    Turn.HEAD: "With a headteacher or deputy",
    Turn.LEAD: "Approved, and waiting for an invitation",
    RequestState.KEPT: "Kept for later",
    "answered": "Answered",
}


@blueprint.get("/joining/requests")
@needs(Permission.JOINING_OPEN)
def requests() -> ResponseReturnValue:
    found = listed(current.session, current.actor)
    groups = [(words, [one for one in found if _group(one) == key]) for key, words in GROUPS.items()]
    return render_template(
        "joining/requests.html",
        groups=[(words, held) for words, held in groups if held],
        stands=STANDS,
        decides=allowed(current.actor, Permission.PLACE_APPROVE),
    )


def _group(one: Asked) -> str:
    asks_me = {Turn.MANAGER: Permission.JOINING_SUPPORT, Turn.HEAD: Permission.JOINING_DECIDE}
    if one.turn in asks_me and allowed(current.actor, asks_me[one.turn], one.request):
        return "mine"
    if one.turn is not Turn.NOBODY:
        return one.turn
    return one.state if one.state is RequestState.KEPT else "answered"


@blueprint.route("/joining/requests/<uuid:request_id>/support", methods=["GET", "POST"])
@needs(Permission.JOINING_SUPPORT, request)
def support(one: JoiningRequest) -> ResponseReturnValue:
    form = SupportForm(data={"version": one.version})
    if form.taken(lambda: _support(form, one)):
        flash("Thank you. We have told them, and a headteacher or deputy decides now.", "success")
        return redirect(url_for("joining.show", request_id=one.id), 303)
    form.shows(one.version)
    return form_page("joining/support.html", form, asked=asked(current.session, one))


def _support(form: SupportForm, one: JoiningRequest) -> None:
    actions.support(
        current.session,
        current.actor,
        one,
        form.version.data,
        form.reason.data,
        supports=form.answer.data == "yes",
    )


@blueprint.route("/joining/requests/<uuid:request_id>/decision", methods=["GET", "POST"])
@needs(Permission.JOINING_DECIDE, request)
def decision(one: JoiningRequest) -> ResponseReturnValue:
    cards = to_join(current.session)
    wished = str(one.cohort_id) if one.cohort_id in {card.cohort_id for card in cards} else ANY
    form = DecisionForm(data={"version": one.version, "cohort": wished}).offer(cards)
    if form.taken(lambda: _decide(form, one)):
        flash("Decided. We have told them.", "success")
        return redirect(url_for("joining.requests"), 303)
    form.shows(one.version)
    return form_page("joining/decision.html", form, asked=asked(current.session, one))


def _decide(form: DecisionForm, one: JoiningRequest) -> None:
    actions.decide(
        current.session,
        current.actor,
        one,
        form.version.data,
        RequestState(form.decision.data),
        form.reason.data,
        form.cohort_id,
    )
