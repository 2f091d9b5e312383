"""Which priorities of the improvement plan an event serves."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.events.blueprint import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.priority_forms import NamingForm, named, naming_form
from tenants.base.permissions import Permission
from tenants.events.actions import priorities as actions
from tenants.events.models import Event
from tenants.events.queries.events import event
from tenants.events.queries.priorities import threads_of


@blueprint.route("/events/<uuid:event_id>/priorities", methods=["GET", "POST"])
@needs(Permission.EVENT_WRITE, event)
def priorities(event: Event) -> ResponseReturnValue:
    threads = threads_of(current.session, current.actor, event)
    form = naming_form(threads, event.priorities_named_at)
    if named(form, lambda: _name(event, form), lambda: _follow(event)):
        flash("Saved.", "success")
        return redirect(url_for("events.show", event_id=event.id), 303)
    return form_page("events/priorities.html", form, event=event, threads=threads)


def _name(event: Event, form: NamingForm) -> None:
    actions.name_priorities(current.session, current.actor, event, form.wanted, form.seen_at)


def _follow(event: Event) -> None:
    actions.follow_focus(current.session, current.actor, event)
