"""Undoing a list: everything that can be, in one transaction, or nothing. Use `tenants.sign_in.staff_lists`."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import delete, null, update
from sqlalchemy.orm import Session

from tenants.base import clock, versions
from tenants.base.actor import Actor
from tenants.base.history import move, record
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.base.sets import given
from tenants.schools.queries import lock_school
from tenants.staff import actors
from tenants.staff.actions import addresses
from tenants.staff.actions.bringing import Report
from tenants.staff.actions.lists import undoing
from tenants.staff.models import Staff, StaffImport
from tenants.staff.rules.states import ListState
from tenants.staff.rules.undoing import Deed, Undoing, UndoPlan


def undo(session: Session, kept: StaffImport, report: Report) -> set[UUID]:
    """Returns whose address changed back, so that the ways in of the other one are shut."""
    lock_school(session)
    versions.lock(session, kept)
    if kept.state != ListState.UNDOING or kept.asked_by is None:
        return set()
    actor = actors.actor(session, kept.asked_by)
    permit(actor, Permission.STAFF_MANAGE)
    found = undoing(session, actor, kept)
    restored = [row for row in found.possible if not row.removes]
    removed = [row for row in found.possible if row.removes]
    _restore(session, restored, found)
    report(len(restored), len(found.possible))
    _remove(session, removed)
    report(len(found.possible), len(found.possible))
    _remember(session, actor, found)
    _write_down(kept, found)
    move(session, actor, kept, ListState.UNDONE)
    return {row.deed.id for row in restored if row.deed.was and row.deed.was.email != row.now.email}


def _restore(session: Session, rows: Sequence[Undoing], found: UndoPlan) -> None:
    if not rows:
        return
    emails = {row.now.id: row.now.email for row in found.rows}
    told = [_before(row.deed, closing=row.deed.id in found.closing, emails=emails) for row in rows]
    old = given(told, Staff)
    values = {name: old.c[name] for name in told[0] if name != "id"}
    _update(session, old.c.id, version=Staff.version + 1, **values)
    if back := [{"id": row.deed.id} for row in rows if row.deed.left]:
        _update(session, given(back, Staff).c.id, deactivated_at=null())
    for row in rows:
        if row.deed.was and row.deed.was.email != row.now.email:
            addresses.tell_changed(session, row.deed.id, before=row.now.email)


def _before(deed: Deed, *, closing: bool, emails: dict[UUID, str]) -> dict[str, Any]:
    """A line of management that would make a loop by now waits to be settled."""
    told: dict[str, Any] = {"id": deed.id, **(asdict(deed.was) if deed.was else {})}
    manager = told["line_manager_id"]
    if closing:
        told |= {
            "line_manager_id": None,
            "unsettled_manager": emails.get(manager, "the line manager of before"),
        }
    return told


def _update(session: Session, person: Any, **values: Any) -> None:
    session.execute(
        update(Staff).where(here(session, Staff), Staff.id == person).values(**values),
        execution_options={"synchronize_session": False},
    )


def _remove(session: Session, rows: Sequence[Undoing]) -> None:
    ids = [row.deed.id for row in rows]
    session.execute(
        delete(Staff).where(here(session, Staff), Staff.id.in_(ids)),
        execution_options={"synchronize_session": False},
    )


def _remember(session: Session, actor: Actor, found: UndoPlan) -> None:
    for row in found.possible:
        action = "staff:remove" if row.removes else "staff:reactivate" if row.deed.left else "staff:change"
        record(session, actor, action, Staff(id=row.deed.id), fields=_fields(row))


def _fields(row: Undoing) -> list[str]:
    was = row.deed.was
    if was is None:
        return []
    plain = ("name", "email", "job_title", "department", "mis_number")
    changed = [name for name in plain if getattr(was, name) != getattr(row.now, name)]
    return changed + (["line_manager"] if was.line_manager_id != row.now.manager_id else [])


def _write_down(kept: StaffImport, found: UndoPlan) -> None:
    kept.left_out = [{"name": row.now.name, "why": [row.problem]} for row in found.refused]
    kept.counts = {**kept.counts, "undone": len(found.possible), "stayed": len(found.refused)}
    kept.undone_at, kept.deeds = clock.now(), []
