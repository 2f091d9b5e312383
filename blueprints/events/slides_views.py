from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.events.blueprint import blueprint
from blueprints.events.forms import Press, SlidesForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.downloads import attachment
from blueprints.shared.forms import form_page
from tenants.base.errors import Invalid, Refused
from tenants.base.permissions import Permission
from tenants.events.actions import slides as actions
from tenants.events.models import Event
from tenants.events.queries.events import event
from tenants.events.queries.slides import HeldSlides, held_slides
from tenants.outside.files.content import Checked, check


@blueprint.route("/events/<uuid:event_id>/slides/new", methods=["GET", "POST"])
@needs(Permission.EVENT_WRITE, event)
def new_slides(event: Event) -> ResponseReturnValue:
    form = SlidesForm()
    if form.taken(lambda: _add(event, form)):
        flash("The file is with your event.", "success")
        return redirect(url_for("events.show", event_id=event.id), 303)
    return form_page("events/new_slides.html", form, event=event)


@blueprint.get("/event-slides/<uuid:slides_id>")
@needs(Permission.EVENT_READ, held_slides)
def slides(held: HeldSlides) -> ResponseReturnValue:
    return attachment(held.slides)


@blueprint.route("/event-slides/<uuid:slides_id>/remove", methods=["GET", "POST"])
@needs(Permission.EVENT_WRITE, held_slides)
def remove_slides(held: HeldSlides) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.remove_slides(current.session, current.actor, held)):
        flash("The file is removed for good.", "success")
        return redirect(url_for("events.show", event_id=held.event.id), 303)
    return form_page("events/remove_slides.html", form, held=held)


def _add(event: Event, form: SlidesForm) -> None:
    with _checked(form) as checked:
        actions.add_slides(
            current.session, current.actor, event, checked, form.declared, current.outside.files
        )


def _checked(form: SlidesForm) -> Checked:
    upload = form.file.data
    try:
        return check(upload.stream, upload.filename, current.outside.scanner)
    except Refused as refused:
        raise Invalid({"file": refused.reason}) from refused
