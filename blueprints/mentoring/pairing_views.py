"""For who runs a cohort: who mentors whom, and when they met."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.mentoring.blueprint import blueprint
from blueprints.mentoring.forms import pairing_form
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.undoing import flash_deed
from blueprints.shared.words import count
from tenants.base.permissions import Permission
from tenants.cohorts.models import Cohort
from tenants.cohorts.queries import cohort, desk
from tenants.mentoring.actions.pairing import pair_up
from tenants.mentoring.queries.log import held
from tenants.mentoring.queries.pairing import board
from tenants.mentoring.rules.log import time_spent


@blueprint.route("/cohorts/<uuid:cohort_id>/mentors", methods=["GET", "POST"])
@needs(Permission.PLACE_MANAGE, cohort)
def pairing(cohort: Cohort) -> ResponseReturnValue:
    found = board(current.session, cohort.id)
    form = pairing_form(found.rows)
    changed: list[object] = []
    if form.taken(lambda: changed.extend(pair_up(current.session, current.actor, cohort, form.chosen()))):
        flash_deed(f"Saved: {count(len(changed), 'change')}. We tell those who are paired now.")
        return redirect(url_for("mentoring.pairing", cohort_id=cohort.id), 303)
    return form_page("mentoring/pairing.html", form, cohort=cohort, board=found, spent=time_spent)


@blueprint.get("/cohorts/<uuid:cohort_id>/meetings")
@needs(Permission.PLACE_MANAGE, cohort)
def meetings(cohort: Cohort) -> ResponseReturnValue:
    found = held(current.session, cohort.id)
    return render_template(
        "mentoring/meetings.html",
        cohort=cohort,
        held=found,
        names={one.candidate.id: one.person.name for one in desk(current.session, cohort.id)},
        spent=time_spent(one.minutes for one in found),
    )
