"""The operator's space: one transaction of the operator's role per request."""

from contextlib import suppress
from functools import partial
from typing import Any

from flask import Flask, Response, g, redirect, request
from sqlalchemy.orm import sessionmaker
from werkzeug.wrappers import Response as Redirect

from app.requests import Unsaved
from blueprints.operator.cookie import operator_token
from blueprints.shared.forms import form_key
from tenants.operators import receipts, sessions

SPACE = "operator"


def install(app: Flask, make_session: sessionmaker[Any]) -> None:
    app.extensions["operator_sessions"] = make_session
    app.before_request(partial(_begin, make_session))
    app.after_request(_end)


def _begin(make_session: sessionmaker[Any]) -> Redirect | None:
    if request.blueprint != SPACE:
        return None
    g.platform_work = make_session.begin()
    g.platform = g.platform_work.__enter__()
    token = operator_token()
    g.operator = sessions.opened(g.platform, token) if token else None
    if g.operator is None or not g.operator.proven:
        return None
    sessions.note_use(g.platform, g.operator)
    return _led_to_first_post() if request.method == "POST" else None


def _led_to_first_post() -> Redirect | None:
    key = form_key(request.form.get("form_key"))
    if key is None:
        return None
    if receipts.take(g.platform, g.operator.id, key):
        g.operator_form_key = key
        return None
    return redirect(receipts.led_to(g.platform, g.operator.id, key) or request.path, 303)


def _end(response: Response) -> Response:
    work = g.pop("platform_work", None)
    if work is None:
        return response
    if response.status_code >= 400:
        with suppress(Unsaved):
            work.__exit__(Unsaved, Unsaved(), None)
        return response
    if "operator_form_key" in g:
        _settle_receipt(response)
    work.__exit__(None, None, None)
    return response


def _settle_receipt(response: Response) -> None:
    if response.location:
        receipts.keep(g.platform, g.operator_form_key, response.location)
    else:
        receipts.drop(g.platform, g.operator_form_key)
