"""Somebody came in by a door: a session of theirs begins in this browser."""

from uuid import UUID

from flask import Response, after_this_request, current_app, request

from blueprints.shared.current import current
from blueprints.sign_in import cookie
from tenants.base.secrets import new_token
from tenants.sign_in.browsers import Browser, in_words
from tenants.sign_in.models import Door
from tenants.sign_in.sessions import AtProvider, begin_session

KEPT_DAYS = 400
"""As long as browsers keep a cookie."""
LONGEST_MARK = 100


def let_in(staff_id: UUID, door: Door, at: AtProvider | None = None) -> None:
    browser = Browser(in_words(request.headers.get("User-Agent", "")), _mark())
    cookie.remember(current.school.slug, begin_session(current.session, staff_id, door, browser, at))


def _mark() -> str:
    """By this a browser is known again: it says who is new, opens nothing, and is kept when people sign out."""
    name = f"{current_app.config['SESSION_COOKIE_NAME']}-browser"
    mark = request.cookies.get(name, "")[:LONGEST_MARK] or new_token()

    @after_this_request
    def keep(answer: Response) -> Response:
        answer.set_cookie(
            name,
            mark,
            max_age=KEPT_DAYS * 86_400,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return answer

    return mark
