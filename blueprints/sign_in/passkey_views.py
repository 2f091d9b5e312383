"""The door for passkeys. A refused answer leads back to the doors, so that its challenge is spent for good."""

import logging

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import public
from blueprints.shared.current import current
from blueprints.shared.limits import by_passkey, by_school, limiter
from blueprints.shared.passkeys import asked_of_browser, given_by_browser
from blueprints.shared.refusals import count_refusal
from blueprints.shared.this_browser import this_browser
from blueprints.sign_in.forms import PasskeyForm
from blueprints.sign_in.letting_in import let_in
from blueprints.sign_in.views import blueprint
from tenants.outside.passkeys import PasskeyRefused, site
from tenants.sign_in.actions import passkeys
from tenants.sign_in.actions.policies import note_emergency_door
from tenants.sign_in.models import Door
from tenants.sign_in.rules import safe_next
from tenants.staff import actors

log = logging.getLogger(__name__)

NOT_LET_IN = "That passkey did not let you in. Try again, or sign in with a link by email."


@blueprint.post("/schools/<slug>/sign-in/passkey/challenge")
@limiter.limit("300/5 minutes")
@limiter.limit("3000/hour", key_func=by_school)
@public
def ask_passkey() -> ResponseReturnValue:
    here = site(current.outside.public_url)
    return asked_of_browser(passkeys.ask_to_sign_in(current.session, here, this_browser()))


@blueprint.post("/schools/<slug>/sign-in/passkey")
@limiter.limit("10/15 minutes", key_func=by_passkey)
@limiter.limit("300/5 minutes")
@limiter.limit("3000/hour", key_func=by_school)
@public
def passkey() -> ResponseReturnValue:
    form = PasskeyForm()
    target = safe_next(form.next.data or "", current.school.slug)
    try:
        given = given_by_browser(form.challenge.data, form.answer.data, this_browser())
        person_id = passkeys.recognise(current.session, site(current.outside.public_url), given)
    except PasskeyRefused as refused:
        log.warning("a passkey at %s was refused: %s", current.school.slug, refused)
        count_refusal("passkey")
        flash(NOT_LET_IN, "warning")
        return redirect(url_for("sign_in.doors", next=target), 303)
    note_emergency_door(current.session, actors.actor(current.session, person_id))
    let_in(person_id, Door.PASSKEY)
    return redirect(target, 303)
