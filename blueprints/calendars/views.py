"""A person's dates in their own calendar program, by an address that can be taken back."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.calendars.forms import EndForm, MakeForm
from blueprints.shared.access import needs, public
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.limits import limiter
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.calendars import actions, queries
from tenants.calendars.rules import written

blueprint = Blueprint("calendars", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/calendar/<token>.ics")
@limiter.limit("300/minute")
@public
def feed(token: str) -> ResponseReturnValue:
    """Programs come from few addresses for many people, and a token can't be guessed: so the limit is wide."""
    read = queries.read(current.session, token)
    actions.note_reading(read)
    entries = queries.entries(current.session, read.actor)
    text = written(entries, school=current.school.name, space=_space(), now=clock.now())
    return Response(text, content_type="text/calendar; charset=utf-8")


@blueprint.route("/your-calendar", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OPEN)
def show() -> ResponseReturnValue:
    form = MakeForm()
    if form.validate_on_submit():
        token = actions.make_feed(current.session, current.actor)
        address = f"{_space()}/calendar/{token}.ics"
        return render_template("calendars/made.html", address=address)
    return form_page(
        "calendars/show.html",
        form,
        feed=queries.feed_of(current.session, current.actor.person_id),
        entries=queries.entries(current.session, current.actor),
    )


@blueprint.route("/your-calendar/end", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OPEN)
def end() -> ResponseReturnValue:
    form = EndForm()
    if form.taken(lambda: actions.end_feed(current.session, current.actor)):
        flash("That address opens nothing any more.", "success")
        return redirect(url_for("calendars.show"), 303)
    return form_page("calendars/end.html", form)


def _space() -> str:
    return f"{current.outside.public_url}/schools/{current.school.slug}"
