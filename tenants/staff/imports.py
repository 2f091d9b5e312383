"""Lists of staff on their way, as they are read back."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, FromClause, Uuid, func, literal, select, union_all
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.history import HistoryEntry
from tenants.base.isolation import bound_school, here
from tenants.staff.models import Staff, StaffImport
from tenants.staff.rules.layouts import layout
from tenants.staff.rules.lists import Line
from tenants.staff.rules.people import Particulars
from tenants.staff.rules.tables import Row, Table
from tenants.staff.rules.undoing import Deed, Was

SHOWN = 20


def staff_import(session: Session, import_id: UUID) -> StaffImport:
    found = session.scalar(select(StaffImport).where(here(session, StaffImport), StaffImport.id == import_id))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Brought:
    kept: StaffImport
    by: str


def latest(session: Session) -> Sequence[Brought]:
    """The lists that were brought in, with who did it."""
    rows = session.execute(
        select(StaffImport, Staff.name)
        .join(Staff, (Staff.school_id == StaffImport.school_id) & (Staff.id == StaffImport.asked_by))
        .where(here(session, StaffImport), StaffImport.done_at.is_not(None))
        .order_by(StaffImport.uploaded_at.desc(), StaffImport.id)
        .limit(SHOWN)
    )
    return [Brought(kept, by) for kept, by in rows]


def same_before(session: Session, table: Table) -> StaffImport | None:
    """The last list with the same columns that was brought in and not undone."""
    return session.scalar(
        select(StaffImport)
        .where(
            here(session, StaffImport),
            StaffImport.layout == layout(table),
            StaffImport.done_at.is_not(None),
            StaffImport.undone_at.is_(None),
        )
        .order_by(StaffImport.done_at.desc(), StaffImport.id)
        .limit(1)
    )


def written_table(table: Table) -> dict[str, Any]:
    return {
        "headers": table.headers,
        "rows": [(row.number, row.cells) for row in table.rows],
        "sheet": table.sheet,
        "others": table.others,
    }


def table(kept: StaffImport) -> Table:
    told = kept.as_read
    rows = tuple(Row(number, tuple(cells)) for number, cells in told["rows"])
    return Table(tuple(told["headers"]), rows, told["sheet"], tuple(told["others"]))


def lines(kept: StaffImport) -> list[Line]:
    return [Line(**{**row, "person": Particulars(**row["person"])}) for row in kept.rows]


def written_deed(deed: Deed) -> dict[str, Any]:
    told = asdict(deed)
    if deed.was:
        told["was"]["line_manager_id"] = deed.was.line_manager_id and str(deed.was.line_manager_id)
    return told | {"id": str(deed.id)}


def deeds(kept: StaffImport) -> list[Deed]:
    return [
        Deed(UUID(told["id"]), told["version"], told["was"] and _was(told["was"]), told["left"])
        for told in kept.deeds
    ]


def _was(told: dict[str, Any]) -> Was:
    manager = told["line_manager_id"]
    return Was(**{**told, "line_manager_id": UUID(manager) if manager else None})


def used(session: Session, staff_ids: Iterable[UUID]) -> set[UUID]:
    """Of these, whom anything in the school refers to (a session, a role, a place in a cohort), and who did
    anything. Found by the keys of the tables themselves, so that no new one can be forgotten here."""
    ids = list(staff_ids)
    if not ids:
        return set()
    # One parameter for all: a statement takes 65,535, and a list has thousands of people.
    among = select(func.unnest(literal(ids, ARRAY(Uuid))))
    referring = [column for column in _columns_of_staff() if column.table is not Staff.__table__]
    asked = [
        select(column).where(column.table.c.school_id == bound_school(session), column.in_(among))
        for column in (*referring, HistoryEntry.__table__.c.actor_id)
    ]
    return set(session.scalars(union_all(*asked)))


def _columns_of_staff() -> Iterable[ColumnElement[UUID] | Any]:
    staff: FromClause = Staff.__table__
    return [
        key.parent
        for table in Staff.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is staff and key.column.name == "id"
    ]
