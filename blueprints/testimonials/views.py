"""The candidate's own: whom they asked, what came back, and what becomes evidence."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.testimonials.forms import AskForm, Press
from tenants.base.permissions import Permission
from tenants.portfolios.actions.opening import open_portfolio
from tenants.portfolios.queries.portfolios import Portfolio, portfolio
from tenants.standards.queries import framework
from tenants.testimonials import queries
from tenants.testimonials.actions import asking as actions
from tenants.testimonials.models import Testimonial
from tenants.testimonials.rules import MOST_A_DAY, MOST_REMINDERS, State, as_read

blueprint = Blueprint("testimonials", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/portfolios/<uuid:candidate_id>/testimonials")
@needs(Permission.PORTFOLIO_READ, portfolio)
def index(portfolio: Portfolio) -> ResponseReturnValue:
    return render_template(
        "testimonials/index.html",
        portfolio=portfolio,
        testimonials=queries.testimonials_of(current.session, portfolio.candidate_id),
    )


@blueprint.route("/portfolios/<uuid:candidate_id>/testimonials/new", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, portfolio)
def ask(portfolio: Portfolio) -> ResponseReturnValue:
    open_portfolio(current.session, current.actor, portfolio.candidate_id)
    form = AskForm().offer(framework(current.session, portfolio.cohort.edition_id).standards)
    if form.taken(lambda: _ask(portfolio, form)):
        flash("They have been asked, by email. You are told when they answer.", "success")
        return redirect(url_for("testimonials.index", candidate_id=portfolio.candidate_id), 303)
    return form_page("testimonials/ask.html", form, portfolio=portfolio, most_a_day=MOST_A_DAY)


@blueprint.get("/testimonials/<uuid:testimonial_id>")
@needs(Permission.PORTFOLIO_READ, queries.testimonial)
def show(testimonial: Testimonial) -> ResponseReturnValue:
    whole = portfolio(current.session, testimonial.candidate_id)
    return render_template(
        "testimonials/show.html",
        testimonial=testimonial,
        portfolio=whole,
        framework=framework(current.session, whole.cohort.edition_id),
        text=as_read(testimonial.said) if testimonial.state == State.RECEIVED else "",
        most_reminders=MOST_REMINDERS,
        press=Press,
    )


@blueprint.post("/testimonials/<uuid:testimonial_id>/remind")
@needs(Permission.PORTFOLIO_WRITE, queries.testimonial)
def remind(testimonial: Testimonial) -> ResponseReturnValue:
    actions.remind(current.session, current.actor, testimonial)
    flash("A reminder is on its way to them.", "success")
    return _back(testimonial)


@blueprint.post("/testimonials/<uuid:testimonial_id>/no-reminders")
@needs(Permission.PORTFOLIO_WRITE, queries.testimonial)
def stop_reminders(testimonial: Testimonial) -> ResponseReturnValue:
    actions.stop_reminders(current.session, current.actor, testimonial)
    flash("They get no more reminders of this.", "success")
    return _back(testimonial)


@blueprint.route("/testimonials/<uuid:testimonial_id>/withdraw", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_WRITE, queries.testimonial)
def withdraw(testimonial: Testimonial) -> ResponseReturnValue:
    form = Press()
    if form.taken(lambda: actions.withdraw(current.session, current.actor, testimonial)):
        flash("The request is taken back, and its link opens nothing any more.", "success")
        return redirect(url_for("testimonials.index", candidate_id=testimonial.candidate_id), 303)
    return form_page("testimonials/withdraw.html", form, testimonial=testimonial)


@blueprint.post("/testimonials/<uuid:testimonial_id>/evidence")
@needs(Permission.PORTFOLIO_WRITE, queries.testimonial)
def draw(testimonial: Testimonial) -> ResponseReturnValue:
    item = actions.draw(current.session, current.actor, testimonial)
    flash("It is part of your portfolio now. Say for each standard how far it reached.", "success")
    return redirect(url_for("portfolios.item", evidence_id=item.id), 303)


def _ask(portfolio: Portfolio, form: AskForm) -> None:
    actions.ask(
        current.session,
        current.actor,
        portfolio.candidate_id,
        form.name.data,
        form.email.data,
        form.message.data,
        form.numbers,
    )


def _back(testimonial: Testimonial) -> ResponseReturnValue:
    return redirect(url_for("testimonials.show", testimonial_id=testimonial.id), 303)
