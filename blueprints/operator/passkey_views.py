"""The operator's door for passkeys, and the page where they are added and removed. A refused answer leads back by
303, so that its challenge is spent for good."""

import logging
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from blueprints.operator import cookie
from blueprints.operator.door_views import by_operator
from blueprints.operator.forms import ConfirmForm, NewPasskeyForm, PasskeyForm
from blueprints.operator.views import blueprint
from blueprints.shared.access import for_operators, public
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.limits import by_passkey, limiter
from blueprints.shared.passkeys import asked_of_browser, given_by_browser
from blueprints.shared.refusals import count_refusal
from blueprints.shared.this_browser import known_again, this_browser
from tenants.base.errors import NotFound, Refused
from tenants.operators import sessions
from tenants.operators.actions import passkeys as actions
from tenants.operators.models import OperatorPasskey
from tenants.operators.queries import passkeys
from tenants.operators.rules import safe_next
from tenants.outside.passkeys import PasskeyRefused, Site, site

log = logging.getLogger(__name__)

NOT_LET_IN = "That passkey did not let you in. Try again, or sign in with a link by email and a code."
NO_ANSWER = "Nothing was added: your browser did not make a passkey. That needs scripts and a recent browser."
NOT_ADDED = "The passkey was not added: your browser's answer could not be checked. Try again."


def site_with_passkeys() -> Site:
    """Raises NotFound where there can be no passkeys: at an address that is a number."""
    here = site(current.outside.public_url)
    if not here.can_have_passkeys:
        raise NotFound
    return here


@blueprint.post("/sign-in/passkey/challenge")
@limiter.limit("60/15 minutes")
@public
def ask_passkey() -> ResponseReturnValue:
    return asked_of_browser(actions.ask_to_sign_in(current.platform, site_with_passkeys(), this_browser()))


@blueprint.post("/sign-in/passkey")
@limiter.limit("10/15 minutes", key_func=by_passkey)
@limiter.limit("30/15 minutes")
@public
def passkey() -> ResponseReturnValue:
    """Two factors in one, so no code is asked for. What this browser held before is over."""
    here, form = site_with_passkeys(), PasskeyForm()
    target = safe_next(form.next.data or "")
    try:
        given = given_by_browser(form.challenge.data, form.answer.data, this_browser())
        token = actions.come_in(current.platform, here, given, known_again())
    except PasskeyRefused as refused:
        log.warning("a passkey at the operator's door was refused: %s", refused)
        count_refusal("operator passkey")
        flash(NOT_LET_IN, "warning")
        return redirect(url_for("operator.doors", next=target), 303)
    if before := cookie.forget():
        sessions.end(current.platform, before)
    cookie.remember(token)
    return redirect(target, 303)


@blueprint.post("/your-sign-in/passkeys/challenge")
@limiter.limit("30/15 minutes", key_func=by_operator)
@for_operators(fresh=True)
def ask_new_passkey() -> ResponseReturnValue:
    return asked_of_browser(
        actions.ask_to_add(current.platform, current.operator, site_with_passkeys(), this_browser())
    )


@blueprint.route("/your-sign-in/passkeys/new", methods=["GET", "POST"])
@limiter.limit("60/15 minutes", key_func=by_operator)
@for_operators(fresh=True)
def add_passkey() -> ResponseReturnValue:
    here, form = site_with_passkeys(), NewPasskeyForm()
    try:
        if not form.taken(lambda: _add(here, form)):
            return form_page("operator/add_passkey.html", form)
    except PasskeyRefused as refused:
        log.warning("a new passkey of an operator was refused: %s", refused)
        flash(NOT_ADDED, "warning")
        return redirect(url_for("operator.add_passkey"), 303)
    flash("The passkey is added. You can sign in with it from now on.", "success")
    return redirect(url_for("operator.own_sign_in"), 303)


def _add(here: Site, form: NewPasskeyForm) -> None:
    if not form.answer.data:
        raise Refused(NO_ANSWER)
    given = given_by_browser(form.challenge.data, form.answer.data, this_browser())
    actions.add(current.platform, current.operator, here, given, form.name.data or "")


def _own(session: Session, passkey_id: UUID) -> OperatorPasskey:
    return passkeys.passkey(session, current.operator.id, passkey_id)


@blueprint.route("/your-sign-in/passkeys/<uuid:passkey_id>/removal", methods=["GET", "POST"])
@for_operators(_own, fresh=True)
def remove_passkey(held: OperatorPasskey) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: actions.remove(current.platform, current.operator, held)):
        flash("The passkey is removed: it signs nobody in any more.", "success")
        return redirect(url_for("operator.own_sign_in"), 303)
    return form_page("operator/remove_passkey.html", form, passkey=held)
