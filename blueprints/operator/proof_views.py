"""Is it still you? Before an operator changes how they sign in, a code or a passkey once more. What is refused leads
back by 303, so that wrong codes stay counted and challenges spent."""

import logging

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.operator.door_views import WRONG_CODE, by_operator
from blueprints.operator.forms import PasskeyForm, ProofForm
from blueprints.operator.passkey_views import site_with_passkeys
from blueprints.operator.views import blueprint
from blueprints.shared.access import for_operators
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.limits import by_passkey, limiter
from blueprints.shared.passkeys import asked_of_browser, given_by_browser
from blueprints.shared.refusals import count_refusal
from blueprints.shared.this_browser import this_browser
from tenants.operators.actions import doors, passkeys
from tenants.operators.queries.passkeys import passkeys as held
from tenants.operators.rules import safe_next
from tenants.outside.passkeys import PasskeyRefused, site

log = logging.getLogger(__name__)

PROVED = "Thank you. For five minutes you may change how you sign in."
NOT_PROVED = "That passkey was refused. Try again, or enter a code."


@blueprint.route("/your-sign-in/proof", methods=["GET", "POST"])
@limiter.limit("20/hour", key_func=by_operator, methods=["POST"])
@for_operators()
def proof() -> ResponseReturnValue:
    form = ProofForm(next=safe_next(request.args.get("next", "")))
    target = safe_next(form.next.data or "")
    if not form.validate_on_submit():
        return _asked(form, target)
    if doors.prove_again(current.platform, current.operator, form.code.data):
        return _proved(target)
    flash(WRONG_CODE, "warning")
    return redirect(url_for("operator.proof", next=target), 303)


def _asked(form: ProofForm, target: str) -> ResponseReturnValue:
    has_passkey = site(current.outside.public_url).can_have_passkeys and bool(
        held(current.platform, current.operator.id)
    )
    return form_page(
        "operator/proof.html",
        form,
        target=target,
        has_app=doors.has_app(current.platform, current.operator),
        passkey=PasskeyForm(next=target) if has_passkey else None,
    )


def _proved(target: str) -> ResponseReturnValue:
    flash(PROVED, "success")
    return redirect(target, 303)


@blueprint.post("/your-sign-in/proof/passkey/challenge")
@limiter.limit("30/15 minutes", key_func=by_operator)
@for_operators()
def ask_proof() -> ResponseReturnValue:
    here = site_with_passkeys()
    return asked_of_browser(passkeys.ask_to_prove(current.platform, current.operator, here, this_browser()))


@blueprint.post("/your-sign-in/proof/passkey")
@limiter.limit("10/15 minutes", key_func=by_passkey)
@for_operators()
def prove_by_passkey() -> ResponseReturnValue:
    here, form = site_with_passkeys(), PasskeyForm()
    target = safe_next(form.next.data or "")
    try:
        given = given_by_browser(form.challenge.data, form.answer.data, this_browser())
        passkeys.prove(current.platform, current.operator, here, given)
    except PasskeyRefused as refused:
        log.warning("an operator's passkey was refused as a proof: %s", refused)
        count_refusal("operator passkey")
        flash(NOT_PROVED, "warning")
        return redirect(url_for("operator.proof", next=target), 303)
    return _proved(target)
