from flask import session

from tenants.base.secrets import new_token


def this_browser() -> str:
    """A random word that tells this browser from others, for as long as it keeps the cookie."""
    if "browser" not in session:
        session["browser"] = new_token()
    word: str = session["browser"]
    return word
