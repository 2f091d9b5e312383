"""Who was there: named by who presented; a certificate for each, and the way to take one's own name off."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.events.blueprint import blueprint
from blueprints.events.forms import NameForm, Press
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.downloads import HARMLESS
from blueprints.shared.forms import form_page
from tenants.base.clock import school_date
from tenants.base.days import in_hours
from tenants.base.errors import NotFound
from tenants.base.permissions import Permission
from tenants.events.actions import attendance as actions
from tenants.events.models import Event
from tenants.events.queries import attendance as queries
from tenants.events.queries.attendance import Attended, HeldName
from tenants.events.queries.events import event


@blueprint.route("/events/<uuid:event_id>/people", methods=["GET", "POST"])
@needs(Permission.EVENT_WRITE, event)
def people(event: Event) -> ResponseReturnValue:
    form = NameForm()
    if form.taken(lambda: actions.name_colleague(current.session, current.actor, event, form.chosen)):
        flash("Named. Their certificate is being drawn, and they are told.", "success")
        return redirect(url_for("events.people", event_id=event.id), 303)
    typed = request.args.get("q", "").strip()[:100].replace("\0", "")
    return form_page(
        "events/people.html",
        form,
        event=event,
        typed=typed,
        found=queries.colleagues(current.session, event, typed),
        people=queries.named(current.session, event.id),
        press=Press,
    )


@blueprint.post("/attendance/<uuid:attendance_id>/remove")
@needs(Permission.EVENT_WRITE, queries.held_name)
def remove_name(held: HeldName) -> ResponseReturnValue:
    actions.remove_name(current.session, current.actor, held)
    flash("The name is taken off.", "success")
    return redirect(url_for("events.people", event_id=held.event.id), 303)


@blueprint.get("/attendance")
@needs(Permission.EVENT_PLAN)
def attendance() -> ResponseReturnValue:
    found = queries.attended_by(current.session, current.actor.person_id)
    lasted = in_hours(sum(one.event.minutes for one in found))
    return render_template("events/attendance.html", attended=found, lasted=lasted, press=Press)


@blueprint.get("/attendance/<uuid:attendance_id>/certificate")
@needs(Permission.ATTENDANCE_KEEP, queries.attended)
def certificate(found: Attended) -> ResponseReturnValue:
    """As an attachment, so that no browser runs it in our name."""
    if found.attendance.drawn_at is None:
        raise NotFound
    answer = Response(current.outside.files.stream(found.attendance.key), mimetype="application/pdf")
    name = f"attendance-{school_date(found.event.starts_at)}.pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Content-Security-Policy"] = HARMLESS
    return answer


@blueprint.post("/attendance/<uuid:attendance_id>/leave")
@needs(Permission.ATTENDANCE_KEEP, queries.attended)
def leave(found: Attended) -> ResponseReturnValue:
    actions.leave(current.session, current.actor, found)
    flash("Your name is taken off, and can’t be put back by anybody.", "success")
    return redirect(url_for("events.attendance"), 303)
