"""The school's own sign-in: to the provider and back. Nobody holds a transaction open while it is asked."""

import logging
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import public
from blueprints.shared.current import current, signed_in
from blueprints.shared.limits import by_school, limiter
from blueprints.shared.outside_calls import outside_call
from blueprints.shared.refusals import count_refusal
from blueprints.shared.school_sign_in import (
    UNKNOWN,
    UNKNOWN_CODE,
    WORDS,
    Words,
    callback_url,
    for_it_lead,
    in_detail,
)
from blueprints.shared.this_browser import this_browser
from blueprints.sign_in.letting_in import let_in
from blueprints.sign_in.views import blueprint
from tenants.base.permissions import Permission, allowed
from tenants.outside.oidc.failure import Failure, SignInFailed
from tenants.outside.oidc.identity import Identity
from tenants.outside.oidc.sign_in import begin, complete
from tenants.sign_in import queries
from tenants.sign_in.actions import attempts, trials
from tenants.sign_in.actions.identities import person_of, would_know
from tenants.sign_in.actions.joining import AccountUnknown
from tenants.sign_in.models import PASSED, Connection, Door
from tenants.sign_in.rules import safe_next
from tenants.sign_in.sessions import AtProvider

log = logging.getLogger(__name__)


@blueprint.get("/schools/<slug>/sign-in/connections/<uuid:connection_id>")
@limiter.limit("300/5 minutes")
@limiter.limit("3000/hour", key_func=by_school)
@public
def begin_connection(connection_id: UUID) -> ResponseReturnValue:
    connection = queries.open_connection(current.session, connection_id)
    if connection is None:
        return _switched_off()
    try:
        return redirect(_begun(connection), 303)
    except SignInFailed as failed:
        return _failed(connection, failed)


def _begun(connection: Connection) -> str:
    target = safe_next(request.args.get("next", ""), current.school.slug)
    value = connection.at(callback_url(connection.id))
    with outside_call():
        begun = begin(value, current.outside.providers)
    attempts.keep(current.session, connection, begun.attempt, this_browser(), target)
    return begun.url


@blueprint.get("/schools/<slug>/sign-in/connections/<uuid:connection_id>/callback")
@limiter.limit("300/5 minutes")
@limiter.limit("3000/hour", key_func=by_school)
@public
def callback(connection_id: UUID) -> ResponseReturnValue:
    connection = queries.known_connection(current.session, connection_id)
    if connection is None:
        return _switched_off()
    try:
        state = request.args.get("state", "")
        taken = attempts.take(current.session, connection.id, state, this_browser())
        if taken.tester_id is not None:
            return _tried(connection, taken)
        return _back(connection, taken) if connection.enabled_at else _switched_off()
    except SignInFailed as failed:
        return _failed(connection, failed)
    except AccountUnknown as unknown:
        return _refused(connection, UNKNOWN_CODE, UNKNOWN, in_detail(UNKNOWN, unknown.reason))


def _back(connection: Connection, taken: attempts.Taken) -> ResponseReturnValue:
    """While the provider was asked, the connection may have been switched off or changed."""
    account = _answered(connection, taken)
    still_open = queries.open_connection(current.session, connection.id)
    if still_open is None or still_open.version != connection.version:
        return _switched_off()
    person_id = person_of(current.session, still_open, account)
    let_in(person_id, Door.CONNECTION, _at(still_open, account))
    return redirect(safe_next(taken.next, current.school.slug), 303)


def _at(connection: Connection, account: Identity) -> AtProvider:
    session = account.claims.get("sid")
    return AtProvider(
        connection_id=connection.id,
        subject=str(account.claims["sub"]),
        session=session if isinstance(session, str) else None,
        id_token=account.id_token,
    )


def _answered(connection: Connection, taken: attempts.Taken) -> Identity:
    """The attempt is spent before the provider is asked, whatever comes of it."""
    answer, value = request.args.to_dict(), connection.at(callback_url(connection.id))
    with outside_call():
        return complete(value, taken.attempt, answer, current.outside.providers)


def _tried(connection: Connection, taken: attempts.Taken) -> ResponseReturnValue:
    """A test sign-in lets nobody in: what came of it stands on the connection's page."""
    actor = signed_in()
    if actor is None or actor.staff_id != taken.tester_id:
        raise SignInFailed(Failure.REPLAYED, "the test was begun by somebody else")
    outcome, detail = _outcome(connection, taken)
    trials.note_outcome(
        current.session,
        actor,
        queries.connection(current.session, connection.id),
        taken.version,
        outcome,
        detail,
    )
    return redirect(url_for("connections.show", connection_id=connection.id), 303)


def _outcome(connection: Connection, taken: attempts.Taken) -> tuple[str, str]:
    try:
        account = _answered(connection, taken)
        would_know(current.session, connection, account)
    except SignInFailed as failed:
        return failed.kind.value, failed.detail
    except AccountUnknown as unknown:
        return UNKNOWN_CODE, unknown.reason
    return PASSED, ""


def _switched_off() -> ResponseReturnValue:
    flash("The school sign-in is switched off. Sign in with a link by email.", "warning")
    return redirect(url_for("sign_in.doors"), 303)


def _failed(connection: Connection, failed: SignInFailed) -> ResponseReturnValue:
    return _refused(connection, failed.kind.value, WORDS[failed.kind], for_it_lead(failed))


def _refused(connection: Connection, code: str, words: Words, detail: str) -> ResponseReturnValue:
    """The detail is for who looks after the connection: they see it when they try it while signed in."""
    log.warning("school sign-in of %s refused: %s: %s", current.school.slug, code, detail)
    count_refusal("school account")
    actor = signed_in()
    shown = actor is not None and allowed(actor, Permission.CONNECTION_MANAGE)
    page = render_template(
        "sign_in/failed.html",
        words=words,
        code=code,
        detail=detail if shown else "",
        connection_id=connection.id,
        again=connection.enabled_at is not None,
    )
    return page, 403
