"""Lists of staff: brought in, taken back, forgotten."""

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.sign_in import staff_lists
from tenants.staff.actions import forgetting
from tenants.staff.imports import staff_import
from tenants.staff.jobs import BringInList, ForgetLists, UndoList
from worker.shapes import InSchool, Run


def _bring_in(session: Session, actor: Actor, message: BringInList, run: Run) -> None:
    staff_lists.bring_in(session, staff_import(session, message.import_id), run.report)


def _undo(session: Session, actor: Actor, message: UndoList, run: Run) -> None:
    staff_lists.undo(session, staff_import(session, message.import_id), run.report)


def _forget(session: Session, actor: Actor, message: ForgetLists, run: Run) -> None:
    forgetting.forget_lists(session)


bring_in_list = InSchool(_bring_in)
undo_list = InSchool(_undo)
forget_lists = InSchool(_forget)
