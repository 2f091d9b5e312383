"""Every failure has a designed page."""

import logging
from functools import partial
from typing import Any

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException

from app import noting
from blueprints.shared.access import FreshProofNeeded, OperatorSignInNeeded, SignInNeeded
from tenants.base.errors import Conflict, Invalid, NotFound, Refused, Suspended
from tenants.base.faults import in_words, trail

log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    @app.errorhandler(NotFound)
    def missing(error: NotFound) -> ResponseReturnValue:
        return page(404)

    @app.errorhandler(Suspended)
    def suspended(error: Suspended) -> ResponseReturnValue:
        contact = current_app.extensions["outside"].contact
        return render_template("shared/errors/suspended.html", name=error.school, contact=contact), 403

    @app.errorhandler(Refused)
    def refused(error: Refused) -> ResponseReturnValue:
        return page(422, reason=error.reason)

    @app.errorhandler(Invalid)
    def invalid(error: Invalid) -> ResponseReturnValue:
        return page(422, reason=" ".join(error.fields.values()))

    @app.errorhandler(Conflict)
    def conflict(error: Conflict) -> ResponseReturnValue:
        return page(409, conflict=error)

    @app.errorhandler(CSRFError)
    def form_too_old(error: CSRFError) -> ResponseReturnValue:
        return page(403, reason="This form was open too long, or was opened in another browser.")

    @app.errorhandler(RateLimitExceeded)
    def too_often(error: RateLimitExceeded) -> ResponseReturnValue:
        longest = error.limit.limit.get_expiry() if error.limit else 60
        return *page(429), {"Retry-After": str(longest)}

    _lead_to_doors(app)
    app.register_error_handler(exc.OperationalError, _away)
    app.register_error_handler(exc.TimeoutError, _away)
    app.register_error_handler(HTTPException, _http)
    app.log_exception = partial(_note, app)  # type: ignore[method-assign]


def _lead_to_doors(app: Flask) -> None:
    @app.errorhandler(SignInNeeded)
    def sign_in(error: SignInNeeded) -> ResponseReturnValue:
        if request.is_json:
            return {"errors": {"": "You are signed out."}}, 401
        target = request.full_path.rstrip("?") if request.method == "GET" else ""
        return redirect(url_for("sign_in.doors", next=target or None), 303)

    @app.errorhandler(OperatorSignInNeeded)
    def operator_sign_in(error: OperatorSignInNeeded) -> ResponseReturnValue:
        target = request.full_path.rstrip("?") if request.method == "GET" else ""
        return redirect(url_for("operator.doors", next=target or None), 303)

    @app.errorhandler(FreshProofNeeded)
    def fresh_proof(error: FreshProofNeeded) -> ResponseReturnValue:
        """Led back afterwards to the page, or to that of the form."""
        has_page = "GET" in (request.url_rule.methods or ()) if request.url_rule else False
        target = request.path if has_page else url_for("operator.own_sign_in")
        return redirect(url_for("operator.proof", next=target), 303)


def _away(error: Exception) -> ResponseReturnValue:
    log.error("database away: %s", in_words(error))
    return page(503)


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(getattr(error, "original_exception", None), exc.OperationalError):
        return page(503)  # the database went away between the answer and its commit
    code = error.code or 500
    return error.get_response() if code < 400 else page(code)


def _note(app: Flask, fault: tuple[Any, ...]) -> None:
    """The rule of the address, not the address: that may hold somebody's token."""
    error = fault[1]
    app.logger.error("%s at %s %s\n%s", type(error).__name__, request.method, request.url_rule, trail(error))


DESIGNED = (403, 404, 409, 413, 422, 429, 500, 503)


def page(code: int, **facts: object) -> tuple[str, int]:
    shown = code if code in DESIGNED else (404 if code < 500 else 500)
    return render_template(f"shared/errors/{shown}.html", number=noting.number(), **facts), code
