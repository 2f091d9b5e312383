"""An event of one's own: planned, changed, recorded, shared, taken in as evidence."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.events.blueprint import blueprint
from blueprints.events.forms import AccountForm, PlanForm, Press
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.priority_forms import naming_form
from tenants.base import clock
from tenants.base.errors import Invalid, Refused
from tenants.base.permissions import Permission, allowed
from tenants.events.actions import events as actions
from tenants.events.actions.evidence import take_as_evidence
from tenants.events.models import Event
from tenants.events.queries import events as queries
from tenants.events.queries.attendance import named
from tenants.events.queries.events import Seen
from tenants.events.queries.priorities import threads_of
from tenants.events.queries.slides import slides_of
from tenants.events.rules.events import EventState
from tenants.portfolios.queries.portfolios import portfolio


@blueprint.get("/events")
@needs(Permission.EVENT_PLAN)
def index() -> ResponseReturnValue:
    own = queries.events_of(current.session, current.actor.person_id)
    ahead = [one for one in own if one.event.state == EventState.PLANNED]
    return render_template(
        "events/index.html",
        ahead=ahead[::-1],
        past=[one for one in own if one.event.state != EventState.PLANNED],
        now=clock.now(),
        lists=allowed(current.actor, Permission.OUTREACH_LIST),
    )


@blueprint.route("/events/new", methods=["GET", "POST"])
@needs(Permission.EVENT_PLAN)
def new() -> ResponseReturnValue:
    form, made = PlanForm(), list[Event]()
    if form.taken(lambda: made.append(actions.plan_event(current.session, current.actor, form.plan()))):
        return redirect(url_for("events.show", event_id=made[0].id), 303)
    return form_page("events/new.html", form)


@blueprint.get("/events/<uuid:event_id>")
@needs(Permission.EVENT_READ, queries.seen)
def show(seen: Seen) -> ResponseReturnValue:
    event = seen.event
    mine = allowed(current.actor, Permission.EVENT_WRITE, event)
    threads = threads_of(current.session, current.actor, event)
    return render_template(
        "events/show.html",
        seen=seen,
        event=event,
        mine=mine,
        begun=event.starts_at <= clock.now(),
        door=event.window.door(clock.now()),
        slides=slides_of(current.session, event.id),
        people=named(current.session, event.id),
        closed=_closed(event) if mine else None,
        threads=threads,
        naming=naming_form(threads, event.priorities_named_at),
        press=Press,
    )


def _closed(event: Event) -> str | None:
    """Why it can't become evidence today; None when it can."""
    if event.candidate_id is None:
        return "You hold no place in a cohort, so there is no portfolio for it."
    return portfolio(current.session, event.candidate_id).closed


@blueprint.route("/events/<uuid:event_id>/edit", methods=["GET", "POST"])
@needs(Permission.EVENT_WRITE, queries.event)
def edit(event: Event) -> ResponseReturnValue:
    form = PlanForm.of(event)
    if form.taken(
        lambda: actions.change_plan(current.session, current.actor, event, form.typed_on, form.plan())
    ):
        return _saved(event, "Saved.")
    return form_page("events/edit.html", form, event=event)


@blueprint.route("/events/<uuid:event_id>/account", methods=["GET", "POST"])
@needs(Permission.EVENT_WRITE, queries.event)
def account(event: Event) -> ResponseReturnValue:
    form = AccountForm(obj=event)
    if form.taken(
        lambda: actions.record_account(current.session, current.actor, event, form.typed_on, form.account())
    ):
        return _saved(event, "Saved. It counts in your outreach log.")
    return form_page("events/account.html", form, event=event)


@blueprint.route("/events/<uuid:event_id>/cancel", methods=["GET", "POST"])
@needs(Permission.EVENT_WRITE, queries.event)
def cancel(event: Event) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.cancel_event(current.session, current.actor, event)):
        return _saved(event, "The event is called off. You can plan it again from here.")
    return form_page("events/cancel.html", form, event=event)


@blueprint.post("/events/<uuid:event_id>/plan-again")
@needs(Permission.EVENT_WRITE, queries.event)
def plan_again(event: Event) -> ResponseReturnValue:
    actions.plan_again(current.session, current.actor, event)
    return _saved(event, "The event is planned again.")


@blueprint.post("/events/<uuid:event_id>/share")
@needs(Permission.EVENT_WRITE, queries.event)
def share(event: Event) -> ResponseReturnValue:
    actions.share_event(current.session, current.actor, event)
    return _saved(event, "Your mentor, programme lead and headteacher can open this event now.")


@blueprint.post("/events/<uuid:event_id>/stop-sharing")
@needs(Permission.EVENT_WRITE, queries.event)
def stop_sharing(event: Event) -> ResponseReturnValue:
    actions.stop_sharing_event(current.session, current.actor, event)
    return _saved(event, "Only you can open this event now.")


@blueprint.post("/events/<uuid:event_id>/evidence")
@needs(Permission.EVENT_WRITE, queries.event)
def evidence(event: Event) -> ResponseReturnValue:
    try:
        item = take_as_evidence(current.session, current.actor, event, current.outside.files)
    except Invalid as invalid:
        raise Refused(" ".join(invalid.fields.values())) from invalid
    flash("It is in your portfolio, with the facts and the feedback of today.", "success")
    return redirect(url_for("portfolios.item", evidence_id=item.id), 303)


def _saved(event: Event, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("events.show", event_id=event.id), 303)
