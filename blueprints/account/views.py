"""Your account: where you are signed in, and the passkeys that sign you in."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.account.forms import ConfirmForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission
from tenants.notices.queries import wanted_by
from tenants.notices.rules import PACES
from tenants.outside.passkeys import site
from tenants.sign_in import account
from tenants.sign_in.actions import signing_out
from tenants.sign_in.models import SignInSession
from tenants.sign_in.rules import DOORS
from tenants.staff.queries import staff_member

blueprint = Blueprint("account", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/your-account")
@needs(Permission.ACCOUNT_OPEN)
def show() -> ResponseReturnValue:
    return render_template(
        "account/show.html",
        person=staff_member(current.session, current.actor.person_id),
        sessions=account.signed_in(current.session, current.actor.person_id),
        this_session=current.session_id,
        passkeys=account.passkeys_of(current.session, current.actor.person_id),
        can_have_passkeys=site(current.outside.public_url).can_have_passkeys,
        doors=DOORS,
        mail=wanted_by(current.session, current.actor.person_id),
        paces=PACES,
    )


@blueprint.route("/your-account/sessions/<uuid:session_id>/end", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_CHANGE, account.sign_in_session)
def end(ended: SignInSession) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: signing_out.end_own(current.session, current.actor, ended)):
        flash("That browser is signed out.", "success")
        return redirect(url_for("account.show"), 303)
    here = ended.id == current.session_id
    return form_page("account/end.html", form, ended=ended, here=here, doors=DOORS)


@blueprint.route("/your-account/sign-out-everywhere", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OPEN)
def sign_out_everywhere() -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: signing_out.sign_out_everywhere(current.session, current.actor)):
        flash("You are signed out everywhere, here too.", "success")
        return redirect(url_for("sign_in.doors"), 303)
    sessions = account.signed_in(current.session, current.actor.person_id)
    return form_page("account/sign_out_everywhere.html", form, many=len(sessions.now))
