"""Doing what a confirmed list says: everything in one transaction, or nothing. Use `tenants.sign_in.staff_lists`,
which also shuts the ways in of who leaves."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, literal, select, update
from sqlalchemy.orm import Session

from tenants.base import clock, versions
from tenants.base.actor import Actor
from tenants.base.history import move, record
from tenants.base.ids import new_id
from tenants.base.isolation import bound_school, here
from tenants.base.permissions import Permission, permit
from tenants.base.sets import given
from tenants.schools.queries import lock_school
from tenants.staff import actors, imports
from tenants.staff.actions import addresses, managers
from tenants.staff.actions.lists import planned
from tenants.staff.models import Staff, StaffImport
from tenants.staff.rules.plan import COMPARED, DOING, Outcome, Plan, Planned
from tenants.staff.rules.register import Known
from tenants.staff.rules.states import ListState
from tenants.staff.rules.undoing import Deed, Was

Report = Callable[[int, int], None]
AT_ONCE = 500


def bring_in(session: Session, kept: StaffImport, report: Report) -> set[UUID]:
    """Returns whose earlier ways in must be shut: who leaves, and who has another address now."""
    lock_school(session)
    versions.lock(session, kept)
    if kept.state != ListState.CONFIRMED or kept.asked_by is None:
        return set()
    actor = actors.actor(session, kept.asked_by)
    permit(actor, Permission.STAFF_MANAGE)
    agreed = planned(session, actor, kept)
    if agreed.digest != kept.agreed:
        move(session, actor, kept, ListState.CHOSEN)
        return set()
    ids = _carry_out(session, actor, agreed, report)
    joined = managers.settle_waiting(session, actor)
    _write_down(session, kept, agreed, ids, joined)
    move(session, actor, kept, ListState.DONE)
    return {row.known.id for row in agreed.rows if row.known and _shuts(row)}


def _shuts(row: Planned) -> bool:
    renamed = row.known is not None and row.known.email != row.email
    return row.outcome is Outcome.LEAVING or (row.outcome is Outcome.CHANGED and renamed)


def _carry_out(session: Session, actor: Actor, agreed: Plan, report: Report) -> dict[str, UUID]:
    added, changed, leaving = (agreed.of(outcome) for outcome in DOING)
    ids = _ids_by_address(session, added, changed)
    done = 0
    for write, rows in ((_add, added), (_change, changed), (_end, leaving)):
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            write(session, part, ids)
            _remember(session, actor, part, ids)
            done += len(part)
            report(done, agreed.to_do)
    _join_added(session, added, ids)
    return ids


def _ids_by_address(session: Session, added: list[Planned], changed: list[Planned]) -> dict[str, UUID]:
    """Everybody's id by the address that they have once the list is in."""
    rows = session.execute(select(Staff.email, Staff.id).where(here(session, Staff)))
    now = {row.email: row.id for row in rows}
    renamed = {row.email: row.known.id for row in changed if row.known}
    return now | renamed | {row.email: new_id() for row in added}


def _person(row: Planned, ids: dict[str, UUID]) -> UUID:
    return row.known.id if row.known else ids[row.email]


def _add(session: Session, rows: Sequence[Planned], ids: dict[str, UUID]) -> None:
    """Their managers follow when everybody is there."""
    new = given([_new(row, ids) for row in rows], Staff)
    values: dict[str, ColumnElement[Any]] = {
        "school_id": literal(bound_school(session), Staff.school_id.type),
        "joined_at": literal(clock.now(), Staff.joined_at.type),
        **{name: new.c[name] for name in ("id", *COMPARED, "unsettled_manager")},
    }
    session.execute(insert(Staff).from_select(list(values), select(*values.values())))


def _new(row: Planned, ids: dict[str, UUID]) -> dict[str, Any]:
    told = {name: getattr(row.line.person, name) for name in COMPARED}
    return {"id": ids[row.email], **told, "unsettled_manager": row.unsettled}


def _join_added(session: Session, added: Sequence[Planned], ids: dict[str, UUID]) -> None:
    joined = [{"id": ids[row.email], "line_manager_id": ids[row.manager]} for row in added if row.manager]
    if joined:
        new = given(joined, Staff)
        _update(session, new.c.id, line_manager_id=new.c.line_manager_id)


def _change(session: Session, rows: Sequence[Planned], ids: dict[str, UUID]) -> None:
    told = [_changed(row, ids) for row in rows]
    new = given(told, Staff)
    outside = Staff.manager_outside & new.c.line_manager_id.is_(None) & new.c.unsettled_manager.is_(None)
    values = {name: new.c[name] for name in told[0] if name != "id"}
    _update(session, new.c.id, version=Staff.version + 1, manager_outside=outside, **values)
    for row in rows:
        if row.known and row.known.email != row.email:
            addresses.tell_changed(session, row.known.id, before=row.known.email)


def _changed(row: Planned, ids: dict[str, UUID]) -> dict[str, Any]:
    told = {name: getattr(row.line.person, name) or getattr(row.known, name) for name in COMPARED}
    return {"id": _person(row, ids), **told, **_line(row, ids)}


def _line(row: Planned, ids: dict[str, UUID]) -> dict[str, Any]:
    if row.manager:
        return {"line_manager_id": ids[row.manager], "unsettled_manager": None}
    standing = row.known.unsettled_manager if row.known else None
    return {
        "line_manager_id": row.known.manager_id if row.known else None,
        "unsettled_manager": row.unsettled or standing,
    }


def _end(session: Session, rows: Sequence[Planned], ids: dict[str, UUID]) -> None:
    going = given([{"id": _person(row, ids)} for row in rows], Staff)
    _update(session, going.c.id, version=Staff.version + 1, deactivated_at=clock.now())


def _update(session: Session, person: ColumnElement[UUID], **values: Any) -> None:
    session.execute(
        update(Staff).where(here(session, Staff), Staff.id == person).values(**values),
        execution_options={"synchronize_session": False},
    )


ACTIONS = {Outcome.ADDED: "staff:add", Outcome.CHANGED: "staff:change", Outcome.LEAVING: "staff:deactivate"}


def _remember(session: Session, actor: Actor, rows: Iterable[Planned], ids: dict[str, UUID]) -> None:
    for row in rows:
        fields = [change.label.lower().replace(" ", "_") for change in row.changes]
        record(session, actor, ACTIONS[row.outcome], Staff(id=_person(row, ids)), fields=fields)
    session.flush()


def _write_down(
    session: Session, kept: StaffImport, agreed: Plan, ids: dict[str, UUID], joined: Iterable[Known]
) -> None:
    """Enough to undo it, to say what became of each row that was left out, and how many were done."""
    deeds = _deeds(agreed, ids, joined)
    rows = session.execute(select(Staff.id, Staff.version).where(here(session, Staff)))
    after = {row.id: row.version for row in rows}
    kept.deeds = [imports.written_deed(Deed(one, after[one], was, left)) for one, was, left in deeds]
    kept.left_out = [
        {"number": row.line.number, "name": row.line.person.name, "why": list(row.problems)}
        for row in agreed.of(Outcome.REFUSED)
    ]
    kept.counts = {outcome.value: agreed.counts[outcome] for outcome in Outcome}
    kept.counts |= {"missing": len(agreed.missing)}
    kept.done_at, kept.rows = clock.now(), []


def _deeds(
    agreed: Plan, ids: dict[str, UUID], joined: Iterable[Known]
) -> list[tuple[UUID, Was | None, bool]]:
    found: dict[UUID, tuple[UUID, Was | None, bool]] = {}
    for outcome in DOING:
        for row in agreed.of(outcome):
            person = _person(row, ids)
            found[person] = (person, _was(row.known) if row.known else None, outcome is Outcome.LEAVING)
    for known in joined:
        found.setdefault(known.id, (known.id, _was(known), False))
    return list(found.values())


def _was(known: Known) -> Was:
    return Was(
        name=known.name,
        email=known.email,
        job_title=known.job_title,
        department=known.department,
        mis_number=known.mis_number,
        line_manager_id=known.manager_id,
        manager_outside=known.manager_outside,
        unsettled_manager=known.unsettled_manager,
    )
