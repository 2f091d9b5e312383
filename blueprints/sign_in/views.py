"""The doors: a link by email, and signing out. The school's own sign-in is in connection_views."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import public
from blueprints.shared.current import current, signed_in
from blueprints.shared.forms import form_page
from blueprints.shared.limits import by_address_typed, by_school, limiter, no_address_typed
from blueprints.shared.refusals import count_refusal
from blueprints.shared.school_sign_in import label
from blueprints.sign_in import cookie, personas
from blueprints.sign_in.forms import FindSchoolForm, LinkForm, PasskeyForm, SpendForm
from blueprints.sign_in.leaving import leave
from blueprints.sign_in.letting_in import let_in
from tenants.base.errors import NotFound
from tenants.outside.passkeys import site
from tenants.schools.queries import schools_named_like
from tenants.sign_in import queries
from tenants.sign_in.actions import links
from tenants.sign_in.actions.policies import note_emergency_door
from tenants.sign_in.models import Door
from tenants.sign_in.policies import policies
from tenants.sign_in.rules import safe_next
from tenants.staff import actors

blueprint = Blueprint("sign_in", __name__, template_folder="templates")


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("60/minute")
@public
def find() -> ResponseReturnValue:
    """Which school? Remembered, so that the next time this page leads straight on."""
    known = cookie.remembered_school()
    if request.method == "GET" and known and "other" not in request.args:
        return redirect(url_for("sign_in.doors", slug=known), 303)
    form, found = FindSchoolForm(), None
    if form.validate_on_submit():
        found = schools_named_like(current.session, form.school.data)
    return form_page("sign_in/find.html", form, found=found)


@blueprint.get("/schools/<slug>/sign-in")
@public
def doors() -> ResponseReturnValue:
    target = safe_next(request.args.get("next", ""), current.school.slug)
    if signed_in() is not None:
        return redirect(target, 303)
    return _doors(LinkForm(next=target))


@blueprint.post("/schools/<slug>/sign-in/link")
@limiter.limit("5/15 minutes", key_func=by_address_typed, exempt_when=no_address_typed)
@limiter.limit("40/hour")
@limiter.limit("400/hour", key_func=by_school)
@public
def ask() -> ResponseReturnValue:
    form = LinkForm()
    if not form.validate_on_submit():
        return _doors(form)
    links.ask_for_link(current.session, form.email.data, safe_next(form.next.data or "", current.school.slug))
    return redirect(url_for("sign_in.sent"), 303)


@blueprint.get("/schools/<slug>/sign-in/sent")
@public
def sent() -> ResponseReturnValue:
    return render_template("sign_in/sent.html")


@blueprint.get("/schools/<slug>/sign-in/link/<token>")
@limiter.limit("60/minute")
@limiter.limit("3000/hour", key_func=by_school)
@public
def link(token: str) -> ResponseReturnValue:
    good = links.link_is_good(current.session, token)
    return _unreferred(
        render_template("sign_in/link.html", form=SpendForm(), good=good), 200 if good else 410
    )


@blueprint.post("/schools/<slug>/sign-in/link/<token>")
@limiter.limit("60/minute")
@limiter.limit("3000/hour", key_func=by_school)
@public
def spend(token: str) -> ResponseReturnValue:
    try:
        spent = links.spend_link(current.session, token)
    except NotFound:
        count_refusal("link")
        return _unreferred(render_template("sign_in/link.html", form=SpendForm(), good=False), 410)
    note_emergency_door(current.session, actors.actor(current.session, spent.staff_id))
    let_in(spent.staff_id, Door.LINK)
    return redirect(safe_next(spent.next, current.school.slug), 303)


@blueprint.post("/schools/<slug>/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    token = cookie.forget(current.school.slug)
    return leave(token) if token else redirect(url_for("sign_in.doors"), 303)


def _doors(form: LinkForm) -> ResponseReturnValue:
    shown = current.outside.demonstration
    groups = personas.doors(current.session) if shown else []
    passkey = PasskeyForm(next=form.next.data) if site(current.outside.public_url).can_have_passkeys else None
    return form_page(
        "sign_in/doors.html",
        form,
        groups=groups,
        connections=queries.open_connections(current.session),
        label=label,
        passkey=passkey,
        required=policies(current.session).school_sign_in_required,
    )


def _unreferred(page: str, status: int) -> Response:
    """The address itself is the secret: it must not travel on to another page."""
    answer = make_response(page, status)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
