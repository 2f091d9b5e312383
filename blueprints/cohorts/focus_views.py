"""The priorities of the improvement plan that a cohort is focused on."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.cohorts.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.priority_forms import FocusForm
from blueprints.shared.undoing import flash_deed
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.cohorts import queries
from tenants.cohorts.actions.focus import focus_cohort
from tenants.cohorts.focus import focus_on
from tenants.cohorts.models import Cohort


@blueprint.route("/cohorts/<uuid:cohort_id>/focus", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, queries.cohort)
def focus(cohort: Cohort) -> ResponseReturnValue:
    threads = focus_on(current.session, current.actor, cohort.id, clock.today())
    form = FocusForm.of(threads, version=cohort.version)
    if form.taken(lambda: _focus(cohort, form)):
        flash_deed("Focus saved")
        return redirect(url_for("cohorts.show", cohort_id=cohort.id), 303)
    return form_page("cohorts/focus.html", form, cohort=cohort, threads=threads)


def _focus(cohort: Cohort, form: FocusForm) -> None:
    focus_cohort(current.session, current.actor, cohort, form.version.data, form.wanted)
