"""From two locked judgements to an outcome, and the outcome as the candidate reads it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.assessment.forms import MeetingForm, meeting_form
from blueprints.assessment.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.assessment.actions import settling
from tenants.assessment.models import Outcome
from tenants.assessment.queries import dispute as disputes
from tenants.assessment.queries import outcomes
from tenants.assessment.queries.dispute import Dispute
from tenants.base.permissions import Permission


@blueprint.get("/submissions/<uuid:submission_id>/adjudication")
@needs(Permission.ASSESSMENT_ADJUDICATE, disputes.dispute)
def adjudication(dispute: Dispute) -> ResponseReturnValue:
    return render_template("assessment/adjudication.html", dispute=dispute)


@blueprint.route("/submissions/<uuid:submission_id>/meeting", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_ADJUDICATE, disputes.dispute)
def meeting(dispute: Dispute) -> ResponseReturnValue:
    form = meeting_form(dispute)()
    if form.taken(lambda: _settle(dispute, form)):
        flash("The decision is recorded. It stays provisional until it is released.", "success")
        return redirect(url_for("assessment.outcome", submission_id=dispute.submission_id), 303)
    return form_page("assessment/meeting.html", form, dispute=dispute)


@blueprint.get("/submissions/<uuid:submission_id>/outcome")
@needs(Permission.OUTCOME_READ, outcomes.outcome)
def outcome(decided: Outcome) -> ResponseReturnValue:
    whole = outcomes.whole(current.session, decided)
    own = current.actor.staff_id == whole.staff_id
    return render_template("assessment/outcome.html", whole=whole, own=own)


def _settle(dispute: Dispute, form: MeetingForm) -> None:
    standards = form.settled(dispute.contested)
    meeting = settling.Meeting(form.attended.data, form.reason.data, form.feedback.data, standards)
    settling.record_meeting(current.session, current.actor, dispute, meeting)
