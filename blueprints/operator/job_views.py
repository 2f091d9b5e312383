from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.operator.forms import ConfirmForm, ReasonForm
from blueprints.operator.views import blueprint
from blueprints.shared.access import for_operators
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.operators.actions.jobs import replay, set_aside
from tenants.operators.queries import jobs
from tenants.operators.queries.jobs import Letter, Letters


@blueprint.get("/jobs")
@for_operators()
def jobs_list() -> ResponseReturnValue:
    return render_template("operator/jobs.html", lines=jobs.lines(current.platform))


@blueprint.get("/jobs/given-up")
@for_operators()
def dead_letters() -> ResponseReturnValue:
    show = request.args.get("show", Letters.OPEN, type=Letters)
    page = jobs.dead_letters(current.platform, show, request.args.get("after", type=UUID))
    return render_template("operator/dead_letters.html", page=page, show=show)


@blueprint.route("/jobs/given-up/<uuid:job_id>", methods=["GET", "POST"])
@for_operators(jobs.dead_letter)
def dead_letter(letter: Letter) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: replay(current.platform, current.operator, letter.job)):
        flash("The job runs once more.", "success")
        return redirect(url_for("operator.dead_letters"), 303)
    return form_page("operator/dead_letter.html", form, letter=letter)


@blueprint.route("/jobs/given-up/<uuid:job_id>/setting-aside", methods=["GET", "POST"])
@for_operators(jobs.dead_letter)
def set_letter_aside(letter: Letter) -> ResponseReturnValue:
    form = ReasonForm()
    if form.taken(lambda: set_aside(current.platform, current.operator, letter.job, form.reason.data)):
        flash("The job is set aside.", "success")
        return redirect(url_for("operator.dead_letters"), 303)
    return form_page("operator/set_aside.html", form, letter=letter)
