"""A cohort that is over: put into the archive, and run again."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.cohorts.forms import AgainForm, ConfirmForm, year_choices
from blueprints.cohorts.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from tenants.base.permissions import Permission
from tenants.cohorts import queries
from tenants.cohorts.actions import again as actions
from tenants.cohorts.models import Cohort
from tenants.cohorts.years import running_years


@blueprint.route("/cohorts/<uuid:cohort_id>/again", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, queries.cohort)
def again(cohort: Cohort) -> ResponseReturnValue:
    form, made = AgainForm(), list[Cohort]()
    form.year.choices = year_choices(running_years(current.session))
    if form.taken(lambda: made.append(_run(cohort, form))):
        flash(f"{made[0].name} is planned like {cohort.name}. Look at its dates, then open it.", "success")
        return redirect(url_for("cohorts.show", cohort_id=made[0].id), 303)
    return form_page("cohorts/again.html", form, cohort=cohort)


def _run(cohort: Cohort, form: AgainForm) -> Cohort:
    return actions.run_again(current.session, current.actor, cohort, form.name.data, UUID(form.year.data))


@blueprint.route("/cohorts/<uuid:cohort_id>/archive", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, queries.closed_cohort)
def archive(cohort: Cohort) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: actions.archive(current.session, current.actor, cohort)):
        flash(f"{cohort.name} is in the archive, at the foot of this page.", "success")
        return redirect(url_for("cohorts.index"), 303)
    return form_page("cohorts/archive.html", form, cohort=cohort)


@blueprint.post("/cohorts/<uuid:cohort_id>/archive/end")
@needs(Permission.COHORT_MANAGE, queries.closed_cohort)
def take_out(cohort: Cohort) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: actions.take_out(current.session, current.actor, cohort)):
        flash(f"{cohort.name} stands among the others again.", "success")
    return redirect(url_for("cohorts.index"), 303)
