import logging

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.account.forms import ConfirmForm, NameForm, NewPasskeyForm
from blueprints.account.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.limits import by_person, by_school, limiter
from blueprints.shared.passkeys import asked_of_browser, given_by_browser
from blueprints.shared.this_browser import this_browser
from tenants.base.errors import Refused
from tenants.base.permissions import Permission
from tenants.outside.passkeys import PasskeyRefused, site
from tenants.sign_in import account
from tenants.sign_in.actions import passkeys as actions
from tenants.sign_in.models import Passkey

log = logging.getLogger(__name__)

NO_ANSWER = "Nothing was added: your browser did not make a passkey. That needs scripts and a recent browser."
NOT_ADDED = "The passkey was not added: your browser's answer could not be checked. Try again."


@blueprint.post("/your-account/passkeys/challenge")
@limiter.limit("30/15 minutes", key_func=by_person)
@limiter.limit("600/hour", key_func=by_school)
@needs(Permission.ACCOUNT_OPEN)
def ask_new() -> ResponseReturnValue:
    here = site(current.outside.public_url)
    return asked_of_browser(actions.ask_to_add(current.session, current.actor, here, this_browser()))


@blueprint.route("/your-account/passkeys/new", methods=["GET", "POST"])
@limiter.limit("60/15 minutes", key_func=by_person)
@needs(Permission.ACCOUNT_OPEN)
def add() -> ResponseReturnValue:
    """A refused answer leads here again, so that its challenge is spent for good."""
    form = NewPasskeyForm()
    try:
        if not form.taken(lambda: _add(form)):
            return form_page("account/add.html", form)
    except PasskeyRefused as refused:
        log.warning("a new passkey at %s was refused: %s", current.school.slug, refused)
        flash(NOT_ADDED, "warning")
        return redirect(url_for("account.add"), 303)
    flash("The passkey is added. You can sign in with it from now on.", "success")
    return redirect(url_for("account.show"), 303)


def _add(form: NewPasskeyForm) -> None:
    if not form.answer.data:
        raise Refused(NO_ANSWER)
    given = given_by_browser(form.challenge.data, form.answer.data, this_browser())
    here = site(current.outside.public_url)
    actions.add(current.session, current.actor, here, given, form.name.data or "")


@blueprint.route("/your-account/passkeys/<uuid:passkey_id>", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_CHANGE, account.passkey)
def rename(passkey: Passkey) -> ResponseReturnValue:
    form = NameForm(obj=passkey)
    if form.taken(lambda: actions.rename(current.session, current.actor, passkey, form.name.data)):
        flash("The name is saved.", "success")
        return redirect(url_for("account.show"), 303)
    return form_page("account/rename.html", form, passkey=passkey)


@blueprint.route("/your-account/passkeys/<uuid:passkey_id>/removal", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_CHANGE, account.passkey)
def remove(passkey: Passkey) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: actions.remove(current.session, current.actor, passkey, current.session_id)):
        flash("The passkey is removed: it signs nobody in any more.", "success")
        return redirect(url_for("account.show"), 303)
    return form_page("account/remove.html", form, passkey=passkey)
