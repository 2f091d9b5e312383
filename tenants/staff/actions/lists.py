"""Bringing in a list: read and kept, shown as a plan, then done in one go."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert, literal, select, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.errors import Refused
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.isolation import bound_school, here
from tenants.base.permissions import Permission, permit
from tenants.base.sets import given
from tenants.schools.queries import lock_school
from tenants.staff import queries
from tenants.staff.actions import managers
from tenants.staff.models import Staff, StaffImport
from tenants.staff.rules.lists import Line
from tenants.staff.rules.plan import COMPARED, Outcome, Plan, Planned, plan

CHANGED_SINCE = "The staff list has changed since this was shown. Look through it once more."


def keep_list(session: Session, actor: Actor, lines: Sequence[Line]) -> StaffImport:
    """The person's earlier lists that nobody confirmed are forgotten."""
    permit(actor, Permission.STAFF_MANAGE)
    session.execute(
        delete(StaffImport).where(
            here(session, StaffImport),
            StaffImport.uploaded_by == actor.person_id,
            StaffImport.confirmed_at.is_(None),
        )
    )
    kept = StaffImport(
        uploaded_by=actor.person_id, uploaded_at=clock.now(), rows=[asdict(line) for line in lines]
    )
    session.add(kept)
    session.flush()
    record(session, actor, "staff:list", kept)
    return kept


def planned(session: Session, actor: Actor, kept: StaffImport) -> Plan:
    return plan(queries.lines(kept), queries.known(session), by_head=actor.holds(Role.HEAD))


def confirm_list(session: Session, actor: Actor, kept: StaffImport, digest: str) -> Plan | None:
    """Does what the plan with this digest says; None when it was done already. Rows that can't be taken are
    left out, and nobody is removed for not being on the list."""
    permit(actor, Permission.STAFF_MANAGE)
    lock_school(session)
    session.refresh(kept)
    if kept.confirmed_at is not None:
        return None
    agreed = planned(session, actor, kept)
    if agreed.digest != digest:
        raise Refused(CHANGED_SINCE)
    _carry_out(session, actor, agreed)
    kept.confirmed_at, kept.rows = clock.now(), []
    managers.settle_waiting(session, actor)
    return agreed


def _carry_out(session: Session, actor: Actor, agreed: Plan) -> None:
    added, changed = agreed.of(Outcome.ADDED), agreed.of(Outcome.CHANGED)
    ids = _ids_by_address(session, added, changed)
    if added:
        _add(session, [_new(row, ids) for row in added])
    if changed:
        _change(session, [_changed(row, ids) for row in changed])
    _remember(session, actor, ((ids[row.email], row) for row in (*added, *changed)))


def _ids_by_address(session: Session, added: list[Planned], changed: list[Planned]) -> dict[str, UUID]:
    """Everybody's id by the address that they have once the list is in."""
    rows = session.execute(select(Staff.email, Staff.id).where(here(session, Staff)))
    now = {row.email: row.id for row in rows}
    renamed = {row.email: row.known.id for row in changed if row.known}
    return now | renamed | {row.email: new_id() for row in added}


def _new(row: Planned, ids: dict[str, UUID]) -> dict[str, Any]:
    told = {name: getattr(row.line.person, name) for name in COMPARED}
    return {"id": ids[row.email], **told, **_line(row, ids, None)}


def _changed(row: Planned, ids: dict[str, UUID]) -> dict[str, Any]:
    told = {name: getattr(row.line.person, name) or getattr(row.known, name) for name in COMPARED}
    return {"id": ids[row.email], **told, **_line(row, ids, row)}


def _line(row: Planned, ids: dict[str, UUID], standing: Planned | None) -> dict[str, Any]:
    known = standing.known if standing else None
    if row.manager:
        return {"line_manager_id": ids[row.manager], "unsettled_manager": None}
    return {
        "line_manager_id": known.manager_id if known else None,
        "unsettled_manager": row.unsettled or (known.unsettled_manager if known else None),
    }


def _add(session: Session, rows: list[dict[str, Any]]) -> None:
    """One statement, so that a manager may stand anywhere in the list."""
    new = given(rows, Staff)
    values: dict[str, ColumnElement[Any]] = {
        "school_id": literal(bound_school(session), Staff.school_id.type),
        "joined_at": literal(clock.now(), Staff.joined_at.type),
        **{name: new.c[name] for name in rows[0]},
    }
    session.execute(insert(Staff).from_select(list(values), select(*values.values())))


def _change(session: Session, rows: list[dict[str, Any]]) -> None:
    new = given(rows, Staff)
    told = {name: new.c[name] for name in rows[0] if name != "id"}
    outside = Staff.manager_outside & new.c.line_manager_id.is_(None) & new.c.unsettled_manager.is_(None)
    session.execute(
        update(Staff)
        .where(here(session, Staff), Staff.id == new.c.id)
        .values(version=Staff.version + 1, manager_outside=outside, **told),
        execution_options={"synchronize_session": False},
    )


def _remember(session: Session, actor: Actor, done: Iterable[tuple[UUID, Planned]]) -> None:
    for person_id, row in done:
        action = "staff:add" if row.known is None else "staff:change"
        fields = [change.label.lower().replace(" ", "_") for change in row.changes]
        record(session, actor, action, Staff(id=person_id), fields=fields)
