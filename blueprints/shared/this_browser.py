"""The browser that this request came from."""

from flask import Response, after_this_request, current_app, request, session

from tenants.base.secrets import new_token
from tenants.sign_in.browsers import Browser, in_words

KEPT_DAYS = 400
"""As long as browsers keep a cookie."""
LONGEST_MARK = 100


def this_browser() -> str:
    """A random word that tells this browser from others, for as long as it keeps the cookie."""
    if "browser" not in session:
        session["browser"] = new_token()
    word: str = session["browser"]
    return word


def known_again() -> Browser:
    """To whom a session begins in it: what it calls itself, and the mark that outlasts its sessions."""
    return Browser(in_words(request.headers.get("User-Agent", "")), _mark())


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
