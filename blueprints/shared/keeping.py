"""Which pages somebody else's memory may hold for a moment."""

from functools import wraps
from typing import Any

from flask import Response, after_this_request, g, request, session
from flask.typing import ResponseReturnValue

from blueprints.shared.access import View

A_MINUTE = "public, max-age=60"


def kept_a_minute(view: View) -> View:
    """For a page that is the same for everybody: a browser or proxy may keep it for who brings no cookie. Never
    one with a form's token, and never with a cookie. No ETag: each has a nonce of its own, so none recurs."""

    @wraps(view)
    def kept(**ids: Any) -> ResponseReturnValue:
        after_this_request(_keep)
        return view(**ids)

    return kept


def _keep(answer: Response) -> Response:
    answer.vary.add("Cookie")
    own = request.cookies or session.modified or "csrf_token" in g
    if answer.status_code == 200 and not own:
        answer.headers["Cache-Control"] = A_MINUTE
    return answer
