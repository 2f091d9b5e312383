"""Signing out and the school's account: we lead there and people come back, or the provider tells us itself."""

import logging
from uuid import UUID

from flask import Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import for_programs, public
from blueprints.shared.current import current, signed_in
from blueprints.shared.limits import by_school, limiter
from blueprints.shared.outside_calls import outside_call
from blueprints.shared.school_sign_in import callback_url
from blueprints.sign_in.views import blueprint
from tenants.base.errors import NotFound, Refused
from tenants.outside.oidc.failure import SignInFailed
from tenants.outside.oidc.logout import verified_logout
from tenants.sign_in import queries
from tenants.sign_in.actions.logout import end_at_providers_word

log = logging.getLogger(__name__)


@blueprint.get("/schools/<slug>/sign-in/signed-out")
@public
def signed_out() -> ResponseReturnValue:
    """Where the provider sends people back to. It changes nothing, so it needs no proof of having been asked."""
    if signed_in() is not None:
        return redirect(url_for("home.show"), 303)
    return render_template("sign_in/signed_out.html")


@blueprint.post("/schools/<slug>/sign-in/connections/<uuid:connection_id>/back-channel-logout")
@limiter.limit("600/5 minutes")
@limiter.limit("6000/hour", key_func=by_school)
@for_programs
def ended_by_provider(connection_id: UUID) -> ResponseReturnValue:
    try:
        _end(connection_id, request.form.get("logout_token"))
    except (SignInFailed, NotFound, Refused) as problem:
        log.warning("back-channel logout of %s refused: %s", current.school.slug, problem)
        answer = jsonify(error="invalid_request")
        answer.status_code = 400
        return _unkept(answer)
    return _unkept(Response(status=200))


def _end(connection_id: UUID, token: str | None) -> None:
    """Also while the connection is off: who came in by it before may still be signed in."""
    connection = queries.connection(current.session, connection_id)
    value = connection.at(callback_url(connection.id))
    with outside_call():
        logout = verified_logout(token, value, current.outside.providers)
    end_at_providers_word(current.session, queries.connection(current.session, connection_id), logout)


def _unkept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
