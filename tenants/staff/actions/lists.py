"""A list on its way in: read and kept, its columns chosen, shown as a plan, confirmed. The rest is a job's."""

from dataclasses import asdict

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tenants.base import clock, versions
from tenants.base.actor import Actor, Role
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.isolation import here
from tenants.base.outbox import ask, progress
from tenants.base.permissions import Permission, permit
from tenants.staff import imports, queries
from tenants.staff.jobs import BringInList, UndoList
from tenants.staff.models import StaffImport
from tenants.staff.rules.layouts import by_name, layout
from tenants.staff.rules.lists import lines
from tenants.staff.rules.plan import Asker, Plan
from tenants.staff.rules.reporting import plan
from tenants.staff.rules.states import WAITING, WORKING, ListState, may_move, undo_problem
from tenants.staff.rules.tables import Columns, Table, column_problems
from tenants.staff.rules.undoing import UndoPlan, undo_plan

CHANGED_SINCE = "The staff list has changed since this was shown. Look through it once more."
CHOSEN_ALREADY = "The columns of this list are chosen. To choose others, bring in the file again."


def keep_table(session: Session, actor: Actor, table: Table) -> StaffImport:
    """The person's earlier lists that nobody confirmed are forgotten."""
    permit(actor, Permission.STAFF_MANAGE)
    session.execute(
        delete(StaffImport).where(
            here(session, StaffImport),
            StaffImport.uploaded_by == actor.person_id,
            StaffImport.state.in_(WAITING),
        )
    )
    kept = StaffImport(
        uploaded_by=actor.person_id,
        uploaded_at=clock.now(),
        state=ListState.READ.value,
        as_read=imports.written_table(table),
    )
    session.add(kept)
    session.flush()
    record(session, actor, "staff:list", kept)
    return kept


def choose_columns(session: Session, actor: Actor, kept: StaffImport, chosen: Columns) -> None:
    """Only what was chosen is kept: an export says more of people than we need to know."""
    permit(actor, Permission.STAFF_MANAGE)
    versions.lock(session, kept)
    if not may_move(kept.state, ListState.CHOSEN):
        raise Refused(CHOSEN_ALREADY)
    if found := column_problems(chosen):
        raise Invalid({column.value: words for column, words in found.items()})
    table = imports.table(kept)
    kept.rows = [asdict(line) for line in lines(table, chosen)]
    kept.layout, kept.columns = layout(table), by_name(table, chosen)
    kept.as_read = {}
    move(session, actor, kept, ListState.CHOSEN)


def planned(session: Session, actor: Actor, kept: StaffImport) -> Plan:
    asker = Asker(actor.staff_id, head=actor.holds(Role.HEAD))
    return plan(imports.lines(kept), queries.known(session), asker, clock.today())


def confirm(session: Session, actor: Actor, kept: StaffImport, digest: str) -> None:
    """Asks for what the plan with this digest says. Confirming twice is harmless."""
    permit(actor, Permission.STAFF_MANAGE)
    versions.lock(session, kept)
    if kept.state == ListState.CONFIRMED and given_up(session, kept):
        move(session, actor, kept, ListState.CHOSEN)
    if not may_move(kept.state, ListState.CONFIRMED):
        return
    if planned(session, actor, kept).digest != digest:
        raise Refused(CHANGED_SINCE)
    kept.agreed, kept.asked_by = digest, actor.person_id
    kept.job_id = ask(session, BringInList(kept.id))
    move(session, actor, kept, ListState.CONFIRMED)


def given_up(session: Session, kept: StaffImport) -> bool:
    """The job was tried and failed each time, so that nothing of it is done."""
    job = progress(session, kept.job_id) if kept.job_id and kept.state in WORKING else None
    return job is not None and job.failed


def undoable(session: Session, actor: Actor, kept: StaffImport) -> UndoPlan:
    """What undoing would do. Raises Refused when it is too late, or too early."""
    permit(actor, Permission.STAFF_MANAGE)
    _refuse_undo(session, kept)
    return undoing(session, actor, kept)


def undoing(session: Session, actor: Actor, kept: StaffImport) -> UndoPlan:
    deeds = imports.deeds(kept)
    used = imports.used(session, [deed.id for deed in deeds if deed.was is None])
    return undo_plan(deeds, queries.known(session), used, by_head=actor.holds(Role.HEAD))


def ask_undo(session: Session, actor: Actor, kept: StaffImport) -> None:
    permit(actor, Permission.STAFF_MANAGE)
    versions.lock(session, kept)
    _refuse_undo(session, kept)
    kept.asked_by = actor.person_id
    kept.job_id = ask(session, UndoList(kept.id))
    if may_move(kept.state, ListState.UNDOING):
        move(session, actor, kept, ListState.UNDOING)


def _refuse_undo(session: Session, kept: StaffImport) -> None:
    again = kept.state == ListState.UNDOING and given_up(session, kept)
    state = ListState.DONE.value if again else kept.state
    if problem := undo_problem(state, kept.done_at, clock.now()):
        raise Refused(problem)
