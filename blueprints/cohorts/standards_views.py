"""The version of the standards that a cohort works with, and moving it to the school's next one."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.cohorts.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.edition_forms import EditionForm
from blueprints.shared.forms import form_page
from blueprints.shared.undoing import flash_deed
from tenants.base.permissions import Permission
from tenants.changeovers import actions, queries
from tenants.cohorts.models import Cohort
from tenants.cohorts.queries import cohort as cohort_of
from tenants.standards.queries import framework


@blueprint.route("/cohorts/<uuid:cohort_id>/standards", methods=["GET", "POST"])
@needs(Permission.COHORT_MANAGE, cohort_of)
def standards(cohort: Cohort) -> ResponseReturnValue:
    session, form = current.session, EditionForm()
    if form.taken(lambda: actions.move_to_edition(session, current.actor, cohort, form.seen_id)):
        title = framework(session, cohort.edition_id).edition.title
        flash_deed(f"The cohort works with {title} now. Everybody in it is told.")
        return redirect(url_for("cohorts.show", cohort_id=cohort.id), 303)
    into_id = queries.target(session, cohort)
    into = framework(session, into_id) if into_id else None
    if into:
        form.show(into.edition)
    return form_page(
        "cohorts/standards.html",
        form,
        cohort=cohort,
        framework=framework(session, cohort.edition_id),
        into=into,
        why_not=queries.why_not(session, cohort),
        preview=queries.preview(session, cohort, into.edition.id) if into else None,
    )
