"""The operator's session in the browser's one cookie, beside those of schools."""

from flask import session

from blueprints.shared.visiting import come_out

KEY = "operator"


def operator_token() -> str | None:
    found: str | None = session.get(KEY)
    return found


def remember(token: str) -> None:
    """The form token is renewed with the session."""
    session[KEY] = token
    session.pop("csrf_token", None)


def forget() -> str | None:
    come_out()
    session.pop("csrf_token", None)
    found: str | None = session.pop(KEY, None)
    return found
