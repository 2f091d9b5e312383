"""Running the assessment of a cohort: who assesses what, and where each submission stands."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.assessment.forms import AllocationForm, GuestForm, ReasonForm
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.assessment.actions import allocation as actions
from tenants.assessment.queries import allocation as queries
from tenants.assessment.queries import seats
from tenants.assessment.queries.seats import Seat
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.models import Cohort
from tenants.cohorts.queries import cohort as cohort_by_id
from tenants.portfolios.models import Submission
from tenants.staff import actors

blueprint = Blueprint("assessment", __name__, template_folder="templates", url_prefix="/schools/<slug>")


@blueprint.get("/cohorts/<uuid:cohort_id>/assessment")
@needs(Permission.ASSESSMENT_ALLOCATE, cohort_by_id)
def index(cohort: Cohort) -> ResponseReturnValue:
    lines = seats.cohort_lines(current.session, current.actor, cohort.id)
    return render_template("assessment/index.html", cohort=cohort, lines=lines)


@blueprint.route("/submissions/<uuid:submission_id>/allocation", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_ALLOCATE, seats.submission)
def allocation(submission: Submission) -> ResponseReturnValue:
    open_now = queries.allocation(current.session, submission)
    form = AllocationForm()
    form.offer_to(open_now)
    if form.taken(lambda: actions.offer(current.session, current.actor, submission, form.chosen())):
        flash("Asked by email. You see here when they answer.", "success")
        return _back(submission)
    return form_page("assessment/allocation.html", form, open_now=open_now)


@blueprint.route("/submissions/<uuid:submission_id>/allocation/guest", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_ALLOCATE, seats.submission)
def guest(submission: Submission) -> ResponseReturnValue:
    open_now = queries.allocation(current.session, submission)
    until = actions.proposed_end(open_now)
    form = GuestForm(data={"until": until})
    if form.taken(
        lambda: actions.invite_guest(current.session, current.actor, submission, _guest(form, until))
    ):
        flash(f"{form.name.data} is invited by email.", "success")
        return _back(submission)
    return form_page("assessment/guest.html", form, open_now=open_now)


@blueprint.route("/assignments/<uuid:assignment_id>/withdrawal", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_ALLOCATE, seats.seat)
def withdrawal(seat: Seat) -> ResponseReturnValue:
    form = ReasonForm()
    if form.taken(lambda: actions.take_back(current.session, current.actor, seat, form.reason.data)):
        flash(f"{seat.person.name} no longer has this seat. Choose somebody else.", "success")
        return _back(seat.submission)
    return form_page("assessment/withdrawal.html", form, seat=seat)


def _guest(form: GuestForm, until: date) -> actions.Guest:
    return actions.Guest(form.name.data, form.email.data, form.detail.data, form.until.data or until)


def _back(submission: Submission) -> ResponseReturnValue:
    """Who has just taken a seat themselves may not look after it any more."""
    now = actors.actor(current.session, current.actor.person_id)
    if allowed(now, Permission.ASSESSMENT_ALLOCATE, submission):
        return redirect(url_for("assessment.allocation", submission_id=submission.id), 303)
    return redirect(url_for("assessment.index", cohort_id=submission.cohort_id), 303)
