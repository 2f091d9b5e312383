"""Trying a connection before it lets anybody in, and asking a head for the rest."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.connections.forms import ConfirmForm
from blueprints.connections.views import blueprint, shown
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.outside_calls import outside_call
from blueprints.shared.school_sign_in import callback_url, label
from blueprints.shared.this_browser import this_browser
from tenants.base.errors import Refused
from tenants.base.permissions import Permission
from tenants.outside.oidc import connection as oidc
from tenants.outside.oidc.failure import SignInFailed
from tenants.outside.oidc.sign_in import SignInRequest, begin
from tenants.sign_in import queries
from tenants.sign_in.actions import attempts, trials
from tenants.sign_in.models import Connection


@blueprint.post("/school-sign-in/<uuid:connection_id>/test")
@needs(Permission.CONNECTION_MANAGE, queries.connection)
def test(connection: Connection) -> ResponseReturnValue:
    """By a page in between: a form may not lead to another host."""
    form = ConfirmForm()
    if not form.validate_on_submit() or not connection.is_filled_in:
        form.refuse(Refused("Fill in the settings first."))
        return shown(connection, form)
    version = connection.version
    with outside_call():
        asked = _asked(connection.at(callback_url(connection.id)))
    known = queries.connection(current.session, connection.id)
    if isinstance(asked, SignInFailed):
        trials.note_outcome(current.session, current.actor, known, version, asked.kind.value, asked.detail)
        return redirect(url_for("connections.show", connection_id=known.id), 303)
    attempts.keep(current.session, known, asked.attempt, this_browser(), tester_id=current.actor.person_id)
    return render_template("shared/onward.html", url=asked.url, to=label(known))


def _asked(value: oidc.Connection) -> SignInRequest | SignInFailed:
    """What the provider published is read anew: something may just have been put right there."""
    current.outside.providers.forget(value.issuer)
    try:
        return begin(value, current.outside.providers)
    except SignInFailed as failed:
        return failed


@blueprint.post("/school-sign-in/<uuid:connection_id>/request")
@needs(Permission.CONNECTION_MANAGE, queries.connection)
def ask(connection: Connection) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: trials.ask_for_switching_on(current.session, current.actor, connection)):
        flash("Your headteachers and their deputies get an email with a link to this page.", "success")
        return redirect(url_for("connections.show", connection_id=connection.id), 303)
    return shown(connection, form)
