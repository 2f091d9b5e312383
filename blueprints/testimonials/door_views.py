"""The writer's door: no account, no session; the address itself is the secret, and opens one request."""

from collections.abc import Callable
from functools import wraps

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import public
from blueprints.shared.autosave import autosaved
from blueprints.shared.current import current
from blueprints.shared.limits import by_school, limiter
from blueprints.testimonials.forms import DeclineForm, Press, SendForm, WriteForm, filled
from blueprints.testimonials.views import blueprint
from tenants.standards.queries import framework
from tenants.testimonials import queries
from tenants.testimonials.actions import writing as actions
from tenants.testimonials.models import TestimonialDraft
from tenants.testimonials.queries import Opened
from tenants.testimonials.rules import CORRECTED_WITHIN, State, as_read

Door = Callable[[Opened], ResponseReturnValue]
AN_HOUR = "600/hour"


def by_link() -> str:
    return f"testimonial:{(request.view_args or {}).get('token', '')}"


def at_the_door(view: Door) -> Callable[[str], ResponseReturnValue]:
    """Counted by address, link and school; links that are unknown, over or taken back get one answer."""

    @limiter.limit("120/minute")
    @limiter.limit(AN_HOUR, key_func=by_link)
    @limiter.limit("3000/hour", key_func=by_school)
    @public
    @wraps(view)
    def opened(token: str) -> ResponseReturnValue:
        found = queries.opened(current.session, token)
        if found is None:
            return _unreferred(render_template("testimonials/over.html"), 410)
        return _unreferred(view(found))

    return opened


@blueprint.get("/testimonials/link/<token>")
@at_the_door
def link(opened: Opened) -> ResponseReturnValue:
    """First who asks and who will read it; once there is something of theirs, that."""
    testimonial = opened.testimonial
    if testimonial.state == State.RECEIVED:
        return _page("thanks.html", opened, text=as_read(testimonial.said))
    return _page("asked.html", opened)


@blueprint.post("/testimonials/link/<token>/begin")
@at_the_door
def begin(opened: Opened) -> ResponseReturnValue:
    actions.begin(current.session, opened)
    return redirect(_to("write"), 303)


@blueprint.route("/testimonials/link/<token>/write", methods=["GET", "POST"])
@at_the_door
def write(opened: Opened) -> ResponseReturnValue:
    if _nothing_to_write(opened):
        return redirect(_to("link"), 303)
    form = _write_form(opened)
    if form.taken(lambda: _save(opened, form, form.version.data or 0)):
        return redirect(_to("send"), 303)
    return _form("write.html", form, opened)


@blueprint.post("/testimonials/link/<token>/autosave")
@at_the_door
def autosave(opened: Opened) -> ResponseReturnValue:
    return autosaved(
        lambda **given: _write_form(opened, **given),
        lambda form, version: _save(opened, form, version),
        lambda: opened.draft,
    )


@blueprint.route("/testimonials/link/<token>/send", methods=["GET", "POST"])
@at_the_door
def send(opened: Opened) -> ResponseReturnValue:
    """As it will be read, and the button that sends it."""
    if _nothing_to_write(opened):
        return redirect(_to("link"), 303)
    form = SendForm()
    if form.taken(lambda: actions.send(current.session, opened)):
        flash("Your testimonial is sent.", "success")
        return redirect(_to("link"), 303)
    return _form("send.html", form, opened, text=as_read(_draft(opened).said), days=CORRECTED_WITHIN.days)


@blueprint.route("/testimonials/link/<token>/decline", methods=["GET", "POST"])
@at_the_door
def decline(opened: Opened) -> ResponseReturnValue:
    if not opened.testimonial.waiting:
        return redirect(_to("link"), 303)
    form = DeclineForm()
    if form.taken(lambda: actions.decline(current.session, opened, _reason(form))):
        return render_template("testimonials/declined.html", opened=opened)
    return _form("decline.html", form, opened)


@blueprint.route("/testimonials/link/<token>/no-more", methods=["GET", "POST"])
@at_the_door
def no_more(opened: Opened) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.ask_no_more(current.session, opened)):
        return render_template("testimonials/declined.html", opened=opened, for_good=True)
    return _form("no_more.html", form, opened)


@blueprint.post("/testimonials/link/<token>/no-reminders")
@at_the_door
def no_reminders(opened: Opened) -> ResponseReturnValue:
    actions.no_reminders(current.session, opened)
    flash("You get no more reminders of this.", "success")
    return redirect(_to("link"), 303)


def _nothing_to_write(opened: Opened) -> bool:
    """Nobody writes before they have read who will read it; nor when the time to put it right is over."""
    unread = opened.draft is None and not opened.testimonial.correctable
    return unread or not opened.testimonial.writable


def _draft(opened: Opened) -> TestimonialDraft:
    return opened.draft or actions.begin(current.session, opened)


def _write_form(opened: Opened, **given: object) -> WriteForm:
    """`given`: what autosave was sent, or the record that stands, for the page that shows both texts."""
    draft = _draft(opened)
    shown = filled(draft.said, draft.version)
    if "formdata" in given:
        shown = {**given, "data": shown if given["formdata"] is None else None}
        shown.pop("obj", None)
    known = framework(current.session, opened.cohort.edition_id)
    return WriteForm(**shown).offer(known.standards, opened.candidate.name)


def _save(opened: Opened, form: WriteForm, version: int) -> int:
    return actions.save_draft(current.session, opened, form.said, version)


def _reason(form: DeclineForm) -> str | None:
    return form.reason.data.strip() or None if form.told.data else None


def _to(endpoint: str) -> str:
    return url_for(f"testimonials.{endpoint}", token=(request.view_args or {})["token"])


def _page(template: str, opened: Opened, **facts: object) -> ResponseReturnValue:
    known = framework(current.session, opened.cohort.edition_id)
    token = (request.view_args or {})["token"]
    return render_template(
        f"testimonials/{template}", opened=opened, framework=known, token=token, press=Press, **facts
    )


def _form(template: str, form: object, opened: Opened, **facts: object) -> ResponseReturnValue:
    answer = _page(template, opened, form=form, **facts)
    return answer, 422 if form.errors else 200  # type: ignore[attr-defined,return-value]


def _unreferred(answer: ResponseReturnValue, status: int | None = None) -> Response:
    made = make_response(answer)
    made.status_code = status or made.status_code
    made.headers["Referrer-Policy"] = "no-referrer"
    return made
