"""The audience's door: a code from a slide, no account, one answer a device."""

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.events.blueprint import blueprint
from blueprints.events.forms import AnswerForm
from blueprints.shared.access import public
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.limits import by_school, limiter
from blueprints.shared.this_browser import this_browser
from tenants.events.actions.feedback import answer
from tenants.events.queries.feedback import asked, has_answered
from tenants.events.rules.feedback import code_hash


def by_code() -> str:
    """One event, however its code was typed: its form can't be flooded from many places."""
    return f"{by_school()}:{code_hash((request.view_args or {}).get('code', ''))}"


@blueprint.get("/feedback/<code>")
@limiter.limit("300/minute")
@limiter.limit("6000/hour", key_func=by_school)
@public
def audience(code: str) -> ResponseReturnValue:
    """A whole hall comes from the one address of its school. What is unknown, not open or replaced gets one
    answer, whatever it looks like."""
    found = asked(current.session, code)
    if found is None:
        return _none()
    if has_answered(current.session, found.event.id, this_browser()):
        return _unreferred(render_template("events/thanks.html", asked=found))
    return _unreferred(form_page("events/answer.html", AnswerForm(), asked=found))


@blueprint.post("/feedback/<code>")
@limiter.limit("200/minute;600/hour")
@limiter.limit("1000/hour", key_func=by_code)
@limiter.limit("3000/hour", key_func=by_school)
@public
def take_answer(code: str) -> ResponseReturnValue:
    found, form = asked(current.session, code), AnswerForm()
    if found is None:
        return _none()
    if form.taken(lambda: answer(current.session, found.event, this_browser(), form.said())):
        return redirect(request.path, 303)
    return _unreferred(form_page("events/answer.html", form, asked=found))


def _none() -> ResponseReturnValue:
    return _unreferred((render_template("events/no_form.html"), 404))


def _unreferred(page: ResponseReturnValue) -> ResponseReturnValue:
    answer = make_response(page)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
