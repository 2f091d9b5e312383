from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.current import current
from blueprints.shared.forms import form_page
from blueprints.shared.tables import CSV, table_download
from blueprints.staff.forms import ColumnsForm, ConfirmForm, ListForm, PlanForm
from blueprints.staff.views import blueprint
from tenants.base import clock
from tenants.base.errors import Refused
from tenants.base.outbox import progress
from tenants.base.permissions import Permission
from tenants.outside.sheets import write_csv
from tenants.staff import exporting, imports
from tenants.staff.actions import lists
from tenants.staff.models import StaffImport
from tenants.staff.rules.layouts import as_before
from tenants.staff.rules.plan import Outcome, Plan
from tenants.staff.rules.states import KEPT, ListState, undo_problem
from tenants.staff.rules.tables import guess

AT_ONCE = 100
MISSING = "missing"


@blueprint.get("/staff/lists")
@needs(Permission.STAFF_MANAGE)
def all_lists() -> ResponseReturnValue:
    return render_template("staff/lists.html", lists=imports.latest(current.session), undo_until=_undo_until)


@blueprint.get("/staff/list.csv")
@needs(Permission.STAFF_MANAGE)
def download() -> ResponseReturnValue:
    return table_download("staff.csv", CSV, exporting.rows(current.session), write_csv)


@blueprint.route("/staff/lists/new", methods=["GET", "POST"])
@needs(Permission.STAFF_MANAGE)
def bring_list() -> ResponseReturnValue:
    form, kept = ListForm(), list[StaffImport]()
    if form.taken(lambda: kept.append(lists.keep_table(current.session, current.actor, form.table()))):
        return redirect(url_for("staff.columns", import_id=kept[0].id), 303)
    return form_page("staff/bring_list.html", form)


@blueprint.route("/staff/lists/<uuid:import_id>/columns", methods=["GET", "POST"])
@needs(Permission.STAFF_MANAGE, imports.staff_import)
def columns(kept: StaffImport) -> ResponseReturnValue:
    if kept.state != ListState.READ:
        raise Refused(lists.CHOSEN_ALREADY)
    table = imports.table(kept)
    earlier = imports.same_before(current.session, table)
    before = as_before(table, earlier.columns) if earlier else {}
    form = ColumnsForm(data={column.value: str(place) for column, place in (before or guess(table)).items()})
    form.offer(table)
    if form.taken(lambda: lists.choose_columns(current.session, current.actor, kept, form.chosen)):
        return redirect(url_for("staff.one_list", import_id=kept.id), 303)
    return form_page("staff/columns.html", form, table=table, earlier=earlier if before else None)


@blueprint.route("/staff/lists/<uuid:import_id>", methods=["GET", "POST"])
@needs(Permission.STAFF_MANAGE, imports.staff_import)
def one_list(kept: StaffImport) -> ResponseReturnValue:
    """The list wherever it is on its way; looking again shows how far it came."""
    form = PlanForm()
    if form.taken(lambda: lists.confirm(current.session, current.actor, kept, form.digest.data or "")):
        return redirect(url_for("staff.one_list", import_id=kept.id), 303)
    match kept.state:
        case ListState.READ:
            return redirect(url_for("staff.columns", import_id=kept.id), 303)
        case ListState.CHOSEN:
            return _preview(form, kept, tried=kept.job_id is not None)
        case ListState.CONFIRMED if lists.given_up(current.session, kept):
            return _preview(form, kept, failed=True)
        case ListState.CONFIRMED | ListState.UNDOING:
            return _working(kept)
        case _:
            return render_template("staff/result.html", kept=kept, undo_until=_undo_until(kept))


def _preview(form: PlanForm, kept: StaffImport, **facts: bool) -> ResponseReturnValue:
    plan = lists.planned(current.session, current.actor, kept)
    form.digest.data = plan.digest
    return form_page("staff/preview.html", form, plan=plan, kept=kept, **_part(plan), **facts)


def _working(kept: StaffImport) -> ResponseReturnValue:
    job = progress(current.session, kept.job_id) if kept.job_id else None
    return render_template("staff/working.html", kept=kept, job=job)


def _part(plan: Plan) -> dict[str, object]:
    """Which rows are on the page: of one kind, so many at a time."""
    kinds = {outcome.value: plan.counts[outcome] for outcome in Outcome} | {MISSING: len(plan.missing)}
    first = next((kind for kind, count in kinds.items() if count), Outcome.ADDED.value)
    asked = request.args.get("show", first)
    show = asked if asked in kinds else first
    start = min(max(request.args.get("from", 0, type=int), 0), max(kinds[show] - 1, 0))
    rows = plan.missing if show == MISSING else plan.of(Outcome(show))
    return {
        "kinds": kinds,
        "show": show,
        "rows": rows[start : start + AT_ONCE],
        "start": start,
        "step": AT_ONCE,
    }


@blueprint.route("/staff/lists/<uuid:import_id>/undoing", methods=["GET", "POST"])
@needs(Permission.STAFF_MANAGE, imports.staff_import)
def undo_list(kept: StaffImport) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.taken(lambda: lists.ask_undo(current.session, current.actor, kept)):
        return redirect(url_for("staff.one_list", import_id=kept.id), 303)
    plan = lists.undoable(current.session, current.actor, kept)
    return form_page("staff/undo_list.html", form, kept=kept, plan=plan)


def _undo_until(kept: StaffImport) -> object:
    """None once it is too late, or was done."""
    if kept.done_at is None or undo_problem(kept.state, kept.done_at, clock.now()):
        return None
    return kept.done_at + KEPT
