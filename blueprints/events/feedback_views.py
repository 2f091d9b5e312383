"""What the audience said, for who may read it; and the audience's door, for who presents."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from blueprints.events.blueprint import blueprint
from blueprints.events.forms import Press, WindowForm
from blueprints.shared.access import needs
from blueprints.shared.charts import bars
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.qr import qr_code
from tenants.base import clock
from tenants.base.codes import in_groups
from tenants.base.permissions import Permission, allowed
from tenants.events.actions import feedback as actions
from tenants.events.models import Event
from tenants.events.queries import feedback as queries
from tenants.events.queries.events import Seen, event, seen
from tenants.events.queries.feedback import HeldAnswer
from tenants.events.rules.feedback import JOBS, ORIGINS, USEFUL, Summary, response

SHOWN = 200
"""The newest answers with words: a page that can be read."""


@dataclass(frozen=True)
class Chart:
    caption: str
    drawing: Markup
    rows: list[tuple[str, int]]


@blueprint.get("/events/<uuid:event_id>/feedback")
@needs(Permission.EVENT_READ, seen)
def feedback(seen: Seen) -> ResponseReturnValue:
    found = queries.results(current.session, seen.event.id)
    return render_template(
        "events/feedback.html",
        seen=seen,
        event=seen.event,
        mine=allowed(current.actor, Permission.EVENT_WRITE, seen.event),
        summary=found.summary,
        written=found.written[:SHOWN],
        unshown=max(len(found.written) - SHOWN, 0),
        responded=response(found.summary.answers, seen.event.attendance),
        charts=charts(found.summary),
        door=seen.event.window.door(clock.now()),
        press=Press,
    )


def charts(summary: Summary) -> list[Chart]:
    """Bars are shares of all answers. Who answered is drawn only when so many did that nobody is pointed at."""
    told = [("How useful it was", [(f"{one} {USEFUL[one]}", many) for one, many in summary.useful.items()])]
    if not summary.few:
        told += [
            ("What they do", [(JOBS[job], many) for job, many in summary.jobs.items()]),
            ("Where they work", [(ORIGINS[origin], many) for origin, many in summary.origins.items()]),
        ]
    most = summary.answers
    return [Chart(caption, bars(caption, rows, most=most), rows) for caption, rows in told]


@blueprint.get("/events/<uuid:event_id>/poster")
@needs(Permission.EVENT_WRITE, event)
def poster(event: Event) -> ResponseReturnValue:
    path = url_for("events.audience", code=in_groups(event.code))
    address = f"{current.outside.public_url}{path}"
    return render_template(
        "events/poster.html",
        event=event,
        picture=qr_code(address),
        address=address,
        printed=address.split("://", 1)[1],
        door=event.window.door(clock.now()),
    )


@blueprint.route("/events/<uuid:event_id>/window", methods=["GET", "POST"])
@needs(Permission.EVENT_WRITE, event)
def window(event: Event) -> ResponseReturnValue:
    form = WindowForm.of(event)
    if form.taken(lambda: actions.change_window(current.session, current.actor, event, form.window())):
        flash("Saved.", "success")
        return redirect(url_for("events.show", event_id=event.id), 303)
    door = event.window.door(clock.now())
    return form_page("events/window.html", form, event=event, door=door, press=Press)


@blueprint.post("/events/<uuid:event_id>/close")
@needs(Permission.EVENT_WRITE, event)
def close(event: Event) -> ResponseReturnValue:
    actions.close_now(current.session, current.actor, event)
    flash("The feedback form is closed.", "success")
    return redirect(url_for("events.show", event_id=event.id), 303)


@blueprint.post("/events/<uuid:event_id>/new-code")
@needs(Permission.EVENT_WRITE, event)
def new_code(event: Event) -> ResponseReturnValue:
    actions.give_new_code(current.session, current.actor, event)
    flash("The code is a new one. What was printed before opens nothing any more.", "success")
    return redirect(url_for("events.poster", event_id=event.id), 303)


@blueprint.post("/event-answers/<uuid:answer_id>/hide")
@needs(Permission.EVENT_WRITE, queries.held_answer)
def hide(held: HeldAnswer) -> ResponseReturnValue:
    actions.hide_answer(current.session, current.actor, held)
    flash("Hidden. It is counted still, and its words are erased after a day.", "success")
    return redirect(url_for("events.feedback", event_id=held.event.id), 303)


@blueprint.post("/event-answers/<uuid:answer_id>/show")
@needs(Permission.EVENT_WRITE, queries.held_answer)
def show_again(held: HeldAnswer) -> ResponseReturnValue:
    actions.show_answer(current.session, current.actor, held)
    flash("Its words are shown again.", "success")
    return redirect(url_for("events.feedback", event_id=held.event.id), 303)
