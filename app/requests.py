"""One transaction per request: the school of the address is bound, the answer decides whether it is kept."""

from contextlib import AbstractContextManager, suppress
from functools import partial
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask import session as cookie
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.wrappers import Response as Redirect

from app.visiting import visitor
from blueprints.shared.outside_calls import led_to_first_post
from tenants.base import receipts
from tenants.base.isolation import school_transaction
from tenants.base.platform import follow_clock
from tenants.schools.queries import school_by_slug
from tenants.sign_in.queries import opened
from tenants.sign_in.sessions import note_use


class Unsaved(Exception):
    """A refused answer: nothing that its request did is kept."""


def install(app: Flask, make_session: sessionmaker[Any], *, movable_clock: bool) -> None:
    app.url_value_preprocessor(_take_slug)
    app.url_defaults(_give_slug)
    app.before_request(partial(_begin, make_session, movable_clock))
    app.after_request(_end)
    app.teardown_request(_close)


def _take_slug(endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.slug = values.pop("slug", None) if values else None


def _give_slug(endpoint: str, values: dict[str, Any]) -> None:
    if g.get("slug") and current_app.url_map.is_endpoint_expecting(endpoint, "slug"):
        values.setdefault("slug", g.slug)


def _begin(make_session: sessionmaker[Any], movable_clock: bool) -> Redirect | None:
    if request.endpoint is None or request.blueprint == "watch":
        return None
    g.session = make_session()
    if movable_clock:
        follow_clock(g.session)
    return _enter_school(g.session, g.slug) if g.slug else None


def _end(response: Response) -> Response:
    work = g.pop("work", None)
    if work is not None:
        _settle(work, response)
    return response


def _close(error: BaseException | None) -> None:
    if "session" in g:
        g.pop("session").close()


def _enter_school(session: Session, slug: str) -> Redirect | None:
    g.school = school_by_slug(session, slug)
    g.work = school_transaction(session, g.school.id)
    g.work.__enter__()
    _recognise(session, slug)
    return led_to_first_post() if request.method == "POST" else None


def _recognise(session: Session, slug: str) -> None:
    token = cookie.get("tokens", {}).get(slug)
    found = opened(session, token) if token else None
    if found is not None:
        g.actor, g.session_id, g.unread = found.actor, found.session_id, found.unread
        note_use(session, found)
    elif (visiting := visitor(g.school)) is not None:
        g.actor = visiting


def _settle(work: AbstractContextManager[Session], response: Response) -> None:
    if response.status_code >= 400:
        with suppress(Unsaved):
            work.__exit__(Unsaved, Unsaved(), None)
        return
    if "form_key" in g:
        _settle_receipt(g.session, response)
    work.__exit__(None, None, None)


def _settle_receipt(session: Session, response: Response) -> None:
    if response.location:
        receipts.keep(session, g.form_key, response.location)
    else:
        receipts.drop(session, g.form_key)
