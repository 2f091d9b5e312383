"""Support from Lectern: a headteacher opens the school for a while, and sees what was looked at."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.school.forms import ConfirmForm, VisitForm
from blueprints.school.views import blueprint
from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.visiting import PAGES
from tenants.base import clock
from tenants.base.permissions import Permission
from tenants.operators.actions import visits as actions
from tenants.operators.models import SupportVisit
from tenants.operators.queries import visits
from tenants.operators.rules import visit_is_open
from tenants.staff.queries import names


@blueprint.route("/support", methods=["GET", "POST"])
@needs(Permission.SUPPORT_OPEN)
def support() -> ResponseReturnValue:
    form = VisitForm()
    made: list[SupportVisit] = []
    if form.taken(lambda: made.append(_open(form))):
        flash("Your school is open to support. You can end it at any moment.", "success")
        return redirect(url_for("school.support_visit", visit_id=made[0].id), 303)
    known = visits.visits_here(current.session)
    return form_page("school/support.html", form, open=[one for one in known if _open_now(one)], known=known)


def _open(form: VisitForm) -> SupportVisit:
    return actions.open_visit(current.session, current.actor, form.length.data, form.reason.data)


@blueprint.get("/support/<uuid:visit_id>")
@needs(Permission.SUPPORT_OPEN, visits.visit_here)
def support_visit(visit: SupportVisit) -> ResponseReturnValue:
    return render_template(
        "school/support_visit.html",
        visit=visit,
        open=_open_now(visit),
        form=ConfirmForm(),
        reads=visits.reads(current.session, visit.id),
        visitors=visits.visitors(current.session, visit.id),
        opened_by=names(current.session, [visit.opened_by]).get(visit.opened_by),
        pages=PAGES,
    )


@blueprint.post("/support/<uuid:visit_id>/end")
@needs(Permission.SUPPORT_OPEN, visits.visit_here)
def end_support(visit: SupportVisit) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: actions.end_visit(current.session, current.actor, visit)):
        flash("The visit is over. Nobody at Lectern can look into your school any more.", "success")
    return redirect(url_for("school.support_visit", visit_id=visit.id), 303)


def _open_now(visit: SupportVisit) -> bool:
    return visit_is_open(visit.ends_at, visit.ended_at, clock.now())
