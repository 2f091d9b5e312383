"""What a pair agreed on: who does what by when."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.mentoring.blueprint import blueprint
from blueprints.mentoring.forms import AgreedForm, NewAgreedForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.fields import Choices
from blueprints.shared.forms import form_page
from tenants.base import clock
from tenants.base.days import day_in_words
from tenants.base.permissions import Permission
from tenants.mentoring.actions import agreed as actions
from tenants.mentoring.actions.opening import open_pair
from tenants.mentoring.models import AgreedAction
from tenants.mentoring.queries.log import action, log
from tenants.mentoring.queries.pairs import Pair, pair

USUAL = timedelta(weeks=2)


@blueprint.route("/portfolios/<uuid:candidate_id>/mentoring/agreed/new", methods=["GET", "POST"])
@needs(Permission.MENTORING_WRITE, pair)
def agree(pair: Pair) -> ResponseReturnValue:
    found = open_pair(current.session, current.actor, pair)
    usual = {"due_on": clock.today() + USUAL, "meeting": request.args.get("meeting", "")}
    form = NewAgreedForm(data=usual)
    form.offer(_people(found))
    form.offer_meetings(_meetings(found))
    if form.taken(lambda: _agree(form, found)):
        flash("Written down, for both of you.", "success")
        return _back(found.candidate_id)
    return form_page("mentoring/agree.html", form, pair=found)


def _agree(form: NewAgreedForm, pair: Pair) -> None:
    actions.agree(
        current.session,
        current.actor,
        pair,
        form.words.data or "",
        UUID(form.who.data),
        form.due_on.data,
        form.meeting_id,
    )


@blueprint.route("/agreed/<uuid:action_id>", methods=["GET", "POST"])
@needs(Permission.MENTORING_WRITE, action)
def change_action(action: AgreedAction) -> ResponseReturnValue:
    found = open_pair(current.session, current.actor, action)
    form = AgreedForm(obj=action, data={"who": str(action.staff_id)}).offer(_people(found))
    if form.taken(lambda: _change(form, action)):
        flash("Saved.", "success")
        return _back(action.candidate_id)
    return form_page("mentoring/change_action.html", form, action=action, pair=found)


def _change(form: AgreedForm, action: AgreedAction) -> None:
    actions.change_action(
        current.session,
        current.actor,
        action,
        form.typed_on,
        form.words.data or "",
        UUID(form.who.data),
        form.due_on.data,
    )


@blueprint.post("/agreed/<uuid:action_id>/done")
@needs(Permission.MENTORING_WRITE, action)
def say_done(action: AgreedAction) -> ResponseReturnValue:
    actions.say_done(current.session, current.actor, action)
    flash("Done.", "success")
    return _back(action.candidate_id)


@blueprint.post("/agreed/<uuid:action_id>/not-done")
@needs(Permission.MENTORING_WRITE, action)
def say_not_done(action: AgreedAction) -> ResponseReturnValue:
    actions.say_not_done(current.session, current.actor, action)
    flash("It is to be done again.", "success")
    return _back(action.candidate_id)


def _people(pair: Pair) -> Choices:
    return [
        (str(one), "I do" if one == current.actor.staff_id else pair.name_of(one))
        for one in (pair.staff_id, pair.mentor_id)
        if one is not None
    ]


def _meetings(pair: Pair) -> Choices:
    met = log(current.session, current.actor, pair.candidate_id)
    together = [one.meeting for one in met if one.meeting.mentor_id == pair.mentor_id]
    return [(str(one.id), f"Yes, from the one of {day_in_words(one.met_on)}") for one in together[:10]]


def _back(candidate_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("mentoring.show", candidate_id=candidate_id, _anchor="agreed"), 303)
