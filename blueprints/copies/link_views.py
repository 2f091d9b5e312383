"""What a link in a private mailbox opens, without signing in. The address itself is the secret."""

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.copies.forms import OpenForm
from blueprints.copies.views import blueprint, packed
from blueprints.shared.access import public
from blueprints.shared.current import current
from blueprints.shared.limits import by_school, limiter
from tenants.base.errors import NotFound
from tenants.copies.actions.links import use_link
from tenants.copies.models import Copy
from tenants.copies.queries import copies as queries


def by_token() -> str:
    return f"copy:{request.path}"


@blueprint.get("/copies/link/<token>")
@limiter.limit("60/minute")
@public
def link(token: str) -> ResponseReturnValue:
    return _page(OpenForm(), token)


@blueprint.post("/copies/link/<token>")
@limiter.limit("20/hour")
@limiter.limit("10/hour", key_func=by_token)
@limiter.limit("200/hour", key_func=by_school)
@public
def fetch(token: str) -> ResponseReturnValue:
    form, opened = OpenForm(), list[Copy]()
    try:
        if form.taken(lambda: opened.append(use_link(current.session, token, form.work_address.data))):
            return _unreferred(packed(opened[0]))
    except NotFound:
        return _page(OpenForm(), token)
    return _page(form, token)


def _page(form: OpenForm, token: str) -> Response:
    """Links that are unknown, used up, over or taken back get one answer."""
    opened = queries.opened(current.session, token)
    if opened is None:
        return _unreferred(make_response(render_template("copies/over.html"), 410))
    page = render_template("copies/link.html", form=form, opened=opened)
    return _unreferred(make_response(page, 422 if form.errors else 200))


def _unreferred(answer: Response) -> Response:
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
