"""The operator's doors: a link by mail, then a code. The one for passkeys is in `passkey_views`."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from blueprints.operator import cookie
from blueprints.operator.forms import CodeForm, ConfirmForm, EnrolForm, LinkForm, PasskeyForm
from blueprints.operator.views import blueprint
from blueprints.shared.access import for_operators, public
from blueprints.shared.current import current, operator_signed_in, platform_apart
from blueprints.shared.forms import form_key, form_page
from blueprints.shared.limits import by_address_typed, limiter, no_address_typed
from blueprints.shared.qr import qr_code
from blueprints.shared.refusals import count_refusal
from blueprints.shared.this_browser import known_again
from tenants.base.errors import NotFound
from tenants.operators import sessions
from tenants.operators.actions import doors as actions
from tenants.operators.history import note
from tenants.operators.models import OperatorDoor
from tenants.operators.queries.operators import recovery_codes_left, working_operators
from tenants.operators.queries.passkeys import passkeys
from tenants.operators.rules import in_fours, safe_next
from tenants.outside.authenticator import address
from tenants.outside.passkeys import site

WRONG_CODE = "This code is not right, or was used before. Wait for the next one."


def by_operator() -> str:
    """One account, from however many places; who is nobody, by where they come from."""
    who = operator_signed_in()
    return f"operator:{who.id}" if who else get_remote_address()


@blueprint.get("/sign-in")
@public
def doors() -> ResponseReturnValue:
    target, who = safe_next(request.args.get("next", "")), operator_signed_in()
    if who is not None:
        return redirect(target if who.proven else url_for("operator.code"), 303)
    return _doors(LinkForm(next=target))


@blueprint.post("/sign-in/link")
@limiter.limit("5/15 minutes", key_func=by_address_typed, exempt_when=no_address_typed)
@limiter.limit("20/hour")
@public
def ask() -> ResponseReturnValue:
    form = LinkForm()
    if not form.validate_on_submit():
        return _doors(form)
    actions.ask_for_link(current.platform, form.email.data, form.next.data or "")
    return redirect(url_for("operator.sent"), 303)


def _doors(form: LinkForm) -> ResponseReturnValue:
    shown = working_operators(current.platform) if current.outside.demonstration else []
    passkey = PasskeyForm(next=form.next.data) if site(current.outside.public_url).can_have_passkeys else None
    return form_page("operator/doors.html", form, operators=shown, passkey=passkey)


@blueprint.get("/sign-in/sent")
@public
def sent() -> ResponseReturnValue:
    return render_template("operator/sent.html")


@blueprint.get("/sign-in/link/<token>")
@limiter.limit("30/minute")
@public
def link(token: str) -> ResponseReturnValue:
    return _link(actions.link_is_good(current.platform, token))


@blueprint.post("/sign-in/link/<token>")
@limiter.limit("30/minute")
@public
def spend(token: str) -> ResponseReturnValue:
    try:
        cookie.remember(actions.spend_link(current.platform, token))
    except NotFound:
        count_refusal("operator link")
        return _link(False)
    return redirect(url_for("operator.code"), 303)


def _link(good: bool) -> Response:
    page = render_template("operator/link.html", form=ConfirmForm(), good=good)
    answer = make_response(page, 200 if good else 410)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@limiter.limit("20/hour", key_func=by_operator, methods=["POST"])
@for_operators(half_way=True)
def code() -> ResponseReturnValue:
    """Who has no app yet is led to setting one up."""
    if request.method == "GET" and not actions.has_app(current.platform, current.operator):
        return redirect(url_for("operator.app"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        door = actions.prove(current.platform, current.operator, form.code.data)
        if door is not None:
            return _come_in(door)
        _count_wrong(form)
    return form_page("operator/code.html", form)


def _come_in(door: OperatorDoor) -> ResponseReturnValue:
    _begin_whole(door)
    if door is OperatorDoor.RECOVERY:
        left = recovery_codes_left(current.platform, current.operator.id)
        flash(f"You used a recovery code; {left} are left. You can make new ones here.", "warning")
        return redirect(url_for("operator.own_sign_in"), 303)
    return redirect(safe_next(current.operator.next), 303)


def _begin_whole(door: OperatorDoor) -> None:
    cookie.remember(actions.come_in(current.platform, current.operator, door, known_again()))


def _count_wrong(form: CodeForm | EnrolForm) -> None:
    """In a transaction of its own: the page that refuses the code keeps nothing."""
    with platform_apart() as session:
        actions.count_wrong_code(session, current.operator)
    count_refusal("operator code")
    form.code.errors = [*form.code.errors, WRONG_CODE]


@blueprint.route("/sign-in/app", methods=["GET", "POST"])
@limiter.limit("20/hour", key_func=by_operator, methods=["POST"])
@for_operators(half_way=True)
def app() -> ResponseReturnValue:
    """An authenticator app is set up, once; then the recovery codes are shown, once."""
    secret, form = actions.secret_to_enrol(current.platform, current.operator), EnrolForm()
    if form.validate_on_submit():
        codes = actions.enrol(current.platform, current.operator, form.code.data)
        if codes is not None:
            _begin_whole(OperatorDoor.APP)
            return _codes(codes)
        _count_wrong(form)
    picture = qr_code(address(secret, current.operator.email))
    return form_page("operator/app.html", form, picture=picture, secret=secret)


def _codes(codes: list[str]) -> ResponseReturnValue:
    return render_template("operator/codes.html", codes=[in_fours(one) for one in codes])


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    token, who = cookie.forget(), operator_signed_in()
    if token:
        sessions.end(current.platform, token)
    if who is not None:
        note(current.platform, who.id, "operator:sign_out")
    return redirect(url_for("operator.doors"), 303)


@blueprint.post("/sign-in/demonstration")
@public
def demonstration() -> ResponseReturnValue:
    """Only on a demonstration's own machine: `app.settings` refuses it anywhere else."""
    chosen = form_key(request.form.get("operator"))
    known = (
        {one.id for one in working_operators(current.platform)} if current.outside.demonstration else set()
    )
    if chosen is None or chosen not in known:
        raise NotFound
    cookie.remember(sessions.begin(current.platform, chosen, OperatorDoor.DEMONSTRATION, known_again()))
    note(current.platform, chosen, "operator:sign_in", fields=[OperatorDoor.DEMONSTRATION.value])
    return redirect(url_for("operator.show"), 303)


@blueprint.get("/your-sign-in")
@for_operators()
def own_sign_in() -> ResponseReturnValue:
    left = recovery_codes_left(current.platform, current.operator.id)
    return render_template(
        "operator/own_sign_in.html",
        left=left,
        form=ConfirmForm(),
        passkeys=passkeys(current.platform, current.operator.id),
        can_have_passkeys=site(current.outside.public_url).can_have_passkeys,
    )


@blueprint.post("/your-sign-in/recovery-codes")
@for_operators(fresh=True)
def recovery_codes() -> ResponseReturnValue:
    form = ConfirmForm()
    if not form.validate_on_submit():
        return redirect(url_for("operator.own_sign_in"), 303)
    return _codes(actions.renew_recovery_codes(current.platform, current.operator))
