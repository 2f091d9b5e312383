"""The list of staff as it is looked through: searched, narrowed, and paged by name."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from tenants.base.actor import Role
from tenants.base.isolation import asking, beside, here, ours
from tenants.staff.actors import counts_today, works
from tenants.staff.models import Staff, StaffKind, StaffRole
from tenants.staff.queries import holds, unsettled

PAGE = 50


class Show(StrEnum):
    HERE = "here"
    UNSETTLED = "unsettled"
    LEFT = "left"
    GUESTS = "guests"


@dataclass(frozen=True)
class Search:
    """`after` and `before` are the ids of the neighbours of the page that is wanted."""

    words: str = ""
    role: Role | None = None
    department: str = ""
    show: Show = Show.HERE
    after: UUID | None = None
    before: UUID | None = None


@dataclass(frozen=True)
class Listed:
    id: UUID
    name: str
    email: str
    job_title: str | None
    department: str | None
    guest: bool
    ends_on: date | None
    left_at: datetime | None
    manager: str | None
    manager_outside: bool
    unsettled_manager: str | None
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class StaffPage:
    people: tuple[Listed, ...]
    newer: UUID | None
    older: UUID | None


def staff_page(session: Session, search: Search) -> StaffPage:
    """One query, whatever the number of staff; paged by name."""
    backwards = search.before is not None
    statement = _listed().where(*_wanted(search)).limit(PAGE + 1)
    edge = search.before or search.after
    if edge is not None:
        key, at = tuple_(Staff.name, Staff.id), _key(session, edge)
        statement = statement.where(key < at if backwards else key > at)
    order = (Staff.name.desc(), Staff.id.desc()) if backwards else (Staff.name, Staff.id)
    rows = [_person(row) for row in session.execute(statement.order_by(*order), asking(session))]
    return _paged(rows, search)


def _paged(rows: list[Listed], search: Search) -> StaffPage:
    more, shown = len(rows) > PAGE, rows[:PAGE]
    if search.before is not None:
        shown.reverse()
    has_newer = more if search.before else search.after is not None
    has_older = search.before is not None or more
    return StaffPage(
        tuple(shown),
        newer=shown[0].id if shown and has_newer else None,
        older=shown[-1].id if shown and has_older else None,
    )


def _key(session: Session, staff_id: UUID) -> Any:
    return select(Staff.name, Staff.id).where(here(session, Staff), Staff.id == staff_id).scalar_subquery()


@cache
def _listed() -> Select[Any]:
    manager = aliased(Staff)
    roles = (
        select(func.array_agg(StaffRole.role))
        .where(beside(StaffRole, Staff, StaffRole.staff_id == Staff.id), counts_today())
        .scalar_subquery()
    )
    return (
        select(Staff, manager.name, roles)
        .outerjoin(manager, and_(manager.school_id == Staff.school_id, manager.id == Staff.line_manager_id))
        .where(ours(Staff))
    )


def _person(row: Any) -> Listed:
    person, manager, roles = row
    return Listed(
        id=person.id,
        name=person.name,
        email=person.email,
        job_title=person.job_title,
        department=person.department,
        guest=person.is_guest,
        ends_on=person.ends_on,
        left_at=person.deactivated_at,
        manager=manager,
        manager_outside=person.manager_outside,
        unsettled_manager=person.unsettled_manager,
        roles=tuple(role for role in Role if role.value in (roles or ())),
    )


def _wanted(search: Search) -> list[ColumnElement[bool]]:
    conditions = [_shown(search.show)]
    if search.words:
        conditions.append(
            or_(
                Staff.name.icontains(search.words, autoescape=True),
                Staff.email.icontains(search.words, autoescape=True),
            )
        )
    if search.department:
        conditions.append(Staff.department == search.department)
    if search.role:
        conditions.append(holds(search.role))
    return conditions


def _shown(show: Show) -> ColumnElement[bool]:
    match show:
        case Show.HERE:
            return works()
        case Show.UNSETTLED:
            return unsettled()
        case Show.LEFT:
            return not_(works())
        case Show.GUESTS:
            return and_(Staff.kind == StaffKind.GUEST.value, Staff.deactivated_at.is_(None))


def departments(session: Session) -> list[str]:
    return list(
        session.scalars(
            select(Staff.department)
            .where(here(session, Staff), Staff.department.is_not(None))
            .distinct()
            .order_by(Staff.department)
        )
    )
