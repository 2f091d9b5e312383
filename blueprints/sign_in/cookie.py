"""One cookie holds the sessions of this browser: school → token, at most five, the oldest let go."""

from flask import session

from blueprints.shared.current import current
from tenants.sign_in.sessions import end_session

MOST = 5


def remember(slug: str, token: str) -> None:
    """The form token is renewed with the session. The session that this one replaces is over, also for who
    has a copy of the cookie; one of another school that is let go runs out by itself."""
    if replaced := session.get("tokens", {}).get(slug):
        end_session(current.session, replaced)
    others = [(name, kept) for name, kept in session.get("tokens", {}).items() if name != slug]
    session["tokens"] = dict([*others[-(MOST - 1) :], (slug, token)])
    session["school"] = slug
    session.pop("csrf_token", None)


def forget(slug: str) -> str | None:
    """Returns the token that was kept for the school."""
    tokens = dict(session.get("tokens", {}))
    token: str | None = tokens.pop(slug, None)
    session["tokens"] = tokens
    session.pop("csrf_token", None)
    return token


def remembered_school() -> str | None:
    found: str | None = session.get("school")
    return found
