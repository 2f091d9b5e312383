"""The school's own sign-in: to the provider and back. Nobody holds a transaction open while it is asked."""

import logging
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import public
from blueprints.shared.current import current, signed_in
from blueprints.shared.limits import by_school, limiter
from blueprints.shared.outside_calls import outside_call
from blueprints.shared.school_sign_in import UNKNOWN, WORDS, Words, callback_url, for_it_lead, in_detail
from blueprints.shared.this_browser import this_browser
from blueprints.sign_in.letting_in import let_in
from blueprints.sign_in.views import blueprint
from tenants.base.permissions import Permission, allowed
from tenants.outside.oidc.failure import SignInFailed
from tenants.outside.oidc.identity import Identity
from tenants.outside.oidc.sign_in import begin, complete
from tenants.sign_in import queries
from tenants.sign_in.actions import attempts
from tenants.sign_in.actions.identities import AccountUnknown, person_of
from tenants.sign_in.models import Connection, Door
from tenants.sign_in.rules import safe_next

log = logging.getLogger(__name__)


@blueprint.get("/schools/<slug>/sign-in/connection")
@limiter.limit("300/5 minutes")
@limiter.limit("3000/hour", key_func=by_school)
@public
def begin_connection() -> ResponseReturnValue:
    connection = queries.open_connection(current.session)
    if connection is None:
        return _switched_off()
    try:
        return redirect(_begun(connection), 303)
    except SignInFailed as failed:
        return _failed(failed)


def _begun(connection: Connection) -> str:
    target = safe_next(request.args.get("next", ""), current.school.slug)
    value = connection.at(callback_url(connection.id))
    with outside_call():
        begun = begin(value, current.outside.providers)
    attempts.keep(current.session, connection.id, begun.attempt, this_browser(), target)
    return begun.url


@blueprint.get("/schools/<slug>/sign-in/connections/<uuid:connection_id>/callback")
@limiter.limit("300/5 minutes")
@limiter.limit("3000/hour", key_func=by_school)
@public
def callback(connection_id: UUID) -> ResponseReturnValue:
    connection = queries.open_connection(current.session, connection_id)
    if connection is None:
        return _switched_off()
    try:
        return _back(connection)
    except SignInFailed as failed:
        return _failed(failed)
    except AccountUnknown as unknown:
        return _refused("unknown", UNKNOWN, in_detail(UNKNOWN, unknown.reason))


def _back(connection: Connection) -> ResponseReturnValue:
    """While the provider was asked, the connection may have been switched off or changed."""
    taken, account = _answered(connection)
    still_open = queries.open_connection(current.session, connection.id)
    if still_open is None or still_open.version != connection.version:
        return _switched_off()
    person_id = person_of(current.session, still_open, account)
    let_in(person_id, Door.CONNECTION)
    return redirect(safe_next(taken.next, current.school.slug), 303)


def _answered(connection: Connection) -> tuple[attempts.Taken, Identity]:
    """The attempt is spent before the provider is asked, whatever comes of it."""
    answer, value = request.args.to_dict(), connection.at(callback_url(connection.id))
    state = answer.get("state", "")
    taken = attempts.take(current.session, connection.id, state, this_browser())
    with outside_call():
        return taken, complete(value, taken.attempt, answer, current.outside.providers)


def _switched_off() -> ResponseReturnValue:
    flash("The school sign-in is switched off. Sign in with a link by e-mail.", "warning")
    return redirect(url_for("sign_in.doors"), 303)


def _failed(failed: SignInFailed) -> ResponseReturnValue:
    return _refused(failed.kind.value, WORDS[failed.kind], for_it_lead(failed))


def _refused(code: str, words: Words, detail: str) -> ResponseReturnValue:
    """The detail is for who looks after the connection: they see it when they try it while signed in."""
    log.warning("school sign-in of %s refused: %s: %s", current.school.slug, code, detail)
    actor = signed_in()
    shown = actor is not None and allowed(actor, Permission.CONNECTION_MANAGE)
    return render_template("sign_in/failed.html", words=words, code=code, detail=detail if shown else ""), 403
