"""The headteacher's and the deputies' desk: what waits for their word."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.fields import count_words
from blueprints.shared.forms import form_page
from blueprints.submissions.blueprint import blueprint
from blueprints.submissions.forms import EndorseForm, ReturnForm
from tenants.base.permissions import Permission
from tenants.cohorts import queries as cohorts
from tenants.portfolios.actions import endorsements as actions
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.submissions import own_waiting, read, settled, submission, waiting


@blueprint.get("/endorsements")
@needs(Permission.SUBMISSION_ENDORSE)
def endorsements() -> ResponseReturnValue:
    return render_template(
        "submissions/endorsements.html",
        waiting=waiting(current.session, current.actor),
        settled=settled(current.session, current.actor),
        own=own_waiting(current.session, current.actor),
    )


@blueprint.route("/submissions/<uuid:submission_id>/endorse", methods=["GET", "POST"])
@needs(Permission.SUBMISSION_ENDORSE, submission)
def endorse(submission: Submission) -> ResponseReturnValue:
    form = EndorseForm()
    cohort = cohorts.cohort(current.session, submission.cohort_id)
    count_words(form.statement, cohort.limits.words.statement)
    statement = form.statement.data
    if form.taken(lambda: actions.endorse(current.session, current.actor, submission, statement)):
        flash("The portfolio is endorsed. Assessors can be named now.", "success")
        return redirect(url_for("submissions.endorsements"), 303)
    portfolio = read(current.session, submission).portfolio
    return form_page("submissions/endorse.html", form, submission=submission, portfolio=portfolio)


@blueprint.route("/submissions/<uuid:submission_id>/return", methods=["GET", "POST"])
@needs(Permission.SUBMISSION_ENDORSE, submission)
def give_back(submission: Submission) -> ResponseReturnValue:
    form = ReturnForm()
    reason = form.reason.data
    if form.taken(lambda: actions.give_back(current.session, current.actor, submission, reason)):
        flash("The portfolio is returned. The candidate can change it and submit again.", "success")
        return redirect(url_for("submissions.endorsements"), 303)
    portfolio = read(current.session, submission).portfolio
    return form_page("submissions/give_back.html", form, submission=submission, portfolio=portfolio)
