from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.words import count
from blueprints.staff.forms import ListForm, PlanForm
from blueprints.staff.views import blueprint
from tenants.base.permissions import Permission
from tenants.staff import queries
from tenants.staff.actions import lists
from tenants.staff.models import StaffImport
from tenants.staff.rules.plan import Outcome, Plan

SHOWN = 100


@blueprint.route("/staff/lists/new", methods=["GET", "POST"])
@needs(Permission.STAFF_MANAGE)
def bring_list() -> ResponseReturnValue:
    form, kept = ListForm(), list[StaffImport]()
    if form.taken(lambda: kept.append(lists.keep_list(current.session, current.actor, form.lines()))):
        return redirect(url_for("staff.preview", import_id=kept[0].id), 303)
    return form_page("staff/bring_list.html", form)


@blueprint.route("/staff/lists/<uuid:import_id>", methods=["GET", "POST"])
@needs(Permission.STAFF_MANAGE, queries.staff_import)
def preview(kept: StaffImport) -> ResponseReturnValue:
    form, done = PlanForm(), list[Plan | None]()
    if form.taken(lambda: done.append(_confirm(form, kept))):
        flash(_summary(done[0]), "success")
        return redirect(url_for("staff.index"), 303)
    if kept.confirmed_at is not None:
        return redirect(url_for("staff.index"), 303)
    plan = lists.planned(current.session, current.actor, kept)
    form.digest.data = plan.digest
    return form_page("staff/preview.html", form, plan=plan, kept=kept, **_part(plan))


def _confirm(form: PlanForm, kept: StaffImport) -> Plan | None:
    return lists.confirm_list(current.session, current.actor, kept, form.digest.data or "")


def _part(plan: Plan) -> dict[str, object]:
    """Which rows are on the page: of one outcome, so many at a time."""
    first = next((outcome for outcome in Outcome if plan.counts[outcome]), Outcome.ADDED)
    shown = request.args.get("show", first, type=Outcome)
    start = min(max(request.args.get("from", 0, type=int), 0), max(plan.counts[shown] - 1, 0))
    return {
        "shown": shown,
        "outcomes": list(Outcome),
        "rows": plan.of(shown)[start : start + SHOWN],
        "start": start,
        "step": SHOWN,
    }


def _summary(plan: Plan | None) -> str:
    if plan is None:
        return "This list was brought in already."
    added, changed = plan.counts[Outcome.ADDED], plan.counts[Outcome.CHANGED]
    told = [f"{count(added, 'person', 'people')} added"] if added or not changed else []
    return " and ".join([*told, *([f"{changed:,} changed"] if changed else [])]) + "."
