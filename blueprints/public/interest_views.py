"""Schools and practitioners tell that they are interested, and confirm their address."""

from flask import Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.public.forms import ConfirmForm, InterestForm
from blueprints.public.views import blueprint
from blueprints.shared.access import public
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.limits import by_address_typed, limiter, no_address_typed
from tenants.base.isolation import platform_transaction
from tenants.enquiries import actions
from tenants.enquiries.actions import Told
from tenants.enquiries.queries import of_link
from tenants.enquiries.rules import InterestFor


@blueprint.route("/get-involved", methods=["GET", "POST"])
@limiter.limit("3/day", key_func=by_address_typed, exempt_when=no_address_typed, methods=["POST"])
@limiter.limit("20/hour", methods=["POST"])
@public
def get_involved() -> ResponseReturnValue:
    form = InterestForm()
    if form.taken(lambda: _tell(form)):
        return redirect(url_for("public.interest_sent"), 303)
    return form_page("public/get_involved.html", form)


def _tell(form: InterestForm) -> None:
    told = Told(
        name=form.name.data,
        email=form.email.data,
        school_name=form.school_name.data,
        asks_for=InterestFor(form.asks_for.data),
        job=form.job.data or None,
        message=form.message.data or None,
    )
    with platform_transaction(current.session):
        actions.tell_interest(current.session, told)


@blueprint.get("/get-involved/sent")
@public
def interest_sent() -> ResponseReturnValue:
    return render_template("public/interest_sent.html")


@blueprint.route("/get-involved/confirm/<token>", methods=["GET", "POST"])
@limiter.limit("30/minute")
@public
def confirm_interest(token: str) -> ResponseReturnValue:
    """Looking confirms nothing: mail scanners open every address they see."""
    form = ConfirmForm()
    with platform_transaction(current.session):
        interest = of_link(current.session, token)
        if interest is not None and form.validate_on_submit():
            actions.confirm(interest)
    confirmed = interest is not None and interest.confirmed_at is not None
    page = render_template(
        "public/confirm_interest.html", form=form, good=interest is not None, confirmed=confirmed
    )
    return _unreferred(page, 200 if interest else 410)


def _unreferred(page: str, status: int) -> Response:
    answer = make_response(page, status)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
