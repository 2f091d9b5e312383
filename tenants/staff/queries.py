from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, func, not_, or_, select, true
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.staff.actors import counts_today, works
from tenants.staff.models import FormerAddress, Staff, StaffKind, StaffRole
from tenants.staff.rules.register import Known


def staff_member(session: Session, staff_id: UUID) -> Staff:
    person = session.scalar(_select_member(), asking(session, wanted=staff_id))
    if person is None:
        raise NotFound
    return person


@cache
def _select_member() -> Select[Staff]:
    return select(Staff).where(ours(Staff), Staff.id == bindparam("wanted"))


def holds(role: Role) -> ColumnElement[bool]:
    return exists().where(
        beside(StaffRole, Staff, StaffRole.staff_id == Staff.id),
        StaffRole.role == role.value,
        counts_today(),
    )


def unsettled() -> ColumnElement[bool]:
    """Whose line manager is not known: `Staff.line_is_settled`, said in SQL."""
    missing = and_(Staff.line_manager_id.is_(None), not_(Staff.manager_outside))
    member = Staff.kind == StaffKind.MEMBER.value
    return and_(works(), or_(Staff.unsettled_manager.is_not(None), and_(missing, member)))


@dataclass(frozen=True)
class Tally:
    """How many work here, and of how many the line manager is missing, or unknown (or would close a loop)."""

    here: int
    missing_manager: int
    unknown_manager: int

    @property
    def unsettled(self) -> int:
        return self.missing_manager + self.unknown_manager


def tally(session: Session) -> Tally:
    return Tally(*session.execute(_select_tally(), asking(session)).one())


@cache
def _select_tally() -> Select[int, int, int]:
    unknown = Staff.unsettled_manager.is_not(None)
    return select(
        func.count(),
        func.count().filter(unsettled(), not_(unknown)),
        func.count().filter(unsettled(), unknown),
    ).where(ours(Staff), works(), Staff.kind == StaffKind.MEMBER.value)


@dataclass(frozen=True)
class HeldRole:
    role: Role
    since: date | None
    until: date | None
    over: bool
    ahead: bool

    @property
    def counts(self) -> bool:
        return not self.over and not self.ahead


def roles_of(session: Session, staff_id: UUID) -> list[HeldRole]:
    """In the order of the roles; those that are over or still to begin too."""
    held = {
        Role(row.role): row
        for row in session.scalars(
            select(StaffRole).where(here(session, StaffRole), StaffRole.staff_id == staff_id)
        )
    }
    today = clock.today()
    return [
        HeldRole(
            role,
            row.since,
            row.until,
            over=row.until is not None and row.until < today,
            ahead=row.since is not None and row.since > today,
        )
        for role in Role
        if (row := held.get(role))
    ]


@dataclass(frozen=True)
class Around:
    """The people a person works with, by lines of management."""

    manager: Staff | None
    reports: tuple[Staff, ...]


def around(session: Session, person: Staff) -> Around:
    near = session.scalars(
        select(Staff)
        .where(
            here(session, Staff), or_(Staff.id == person.line_manager_id, Staff.line_manager_id == person.id)
        )
        .order_by(Staff.name, Staff.id)
    ).all()
    manager = next((one for one in near if one.id == person.line_manager_id), None)
    reports = [one for one in near if one.line_manager_id == person.id and one.deactivated_at is None]
    return Around(manager, tuple(reports))


def heads(session: Session) -> set[UUID]:
    """Who holds the role and works here; under `lock_school` nobody else can change it."""
    return set(session.scalars(select(Staff.id).where(here(session, Staff), works(), holds(Role.HEAD))))


def who_hold(session: Session, *roles: Role) -> set[UUID]:
    """Who works here with one of these roles."""
    wanted = or_(*(holds(role) for role in roles))
    return set(session.scalars(select(Staff.id).where(here(session, Staff), works(), wanted)))


def people(session: Session, staff_ids: Iterable[UUID]) -> Sequence[Staff]:
    """By name."""
    wanted = select(Staff).where(here(session, Staff), Staff.id.in_(staff_ids))
    return session.scalars(wanted.order_by(Staff.name, Staff.id)).all()


def guests(session: Session) -> set[UUID]:
    return set(
        session.scalars(select(Staff.id).where(here(session, Staff), Staff.kind == StaffKind.GUEST.value))
    )


def called(session: Session, words: str) -> Sequence[Staff]:
    """The members of staff who work here under that address or exactly that name."""
    return session.scalars(
        select(Staff).where(
            here(session, Staff),
            works(),
            Staff.kind == StaffKind.MEMBER.value,
            or_(Staff.email == words.lower(), func.lower(Staff.name) == words.lower()),
        )
    ).all()


def holders(session: Session, email: str, mis_number: str | None) -> Sequence[Staff]:
    """Who has this address or this number already, leavers included."""
    numbered = Staff.mis_number == mis_number if mis_number else false()
    wanted = or_(Staff.email == email, numbered)
    return session.scalars(select(Staff).where(here(session, Staff), wanted)).all()


def known(session: Session, only: Iterable[UUID] | None = None) -> list[Known]:
    """Everybody on the school's list, as a new list is compared with it."""
    wanted = true() if only is None else Staff.id.in_(only)
    rows = session.execute(
        select(Staff, holds(Role.HEAD), holds(Role.DEPUTY)).where(here(session, Staff), wanted),
        execution_options={"populate_existing": True},
    )
    return [
        Known(
            id=person.id,
            name=person.name,
            email=person.email,
            job_title=person.job_title,
            department=person.department,
            mis_number=person.mis_number,
            manager_id=person.line_manager_id,
            manager_outside=person.manager_outside,
            unsettled_manager=person.unsettled_manager,
            guest=person.is_guest,
            left=person.deactivated_at is not None,
            head=head,
            deputy=deputy,
            version=person.version,
        )
        for person, head, deputy in rows
    ]


def names(session: Session, staff_ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = session.execute(select(Staff.id, Staff.name).where(here(session, Staff), Staff.id.in_(staff_ids)))
    return {row.id: row.name for row in rows}


@dataclass(frozen=True)
class AddressChange:
    person: Staff
    former: str


def address_change(session: Session, former_id: UUID) -> AddressChange | None:
    """None once the former address is forgotten."""
    row = session.execute(
        select(Staff, FormerAddress.email)
        .join(Staff, beside(Staff, FormerAddress, Staff.id == FormerAddress.staff_id))
        .where(here(session, FormerAddress), FormerAddress.id == former_id)
    ).one_or_none()
    return row and AddressChange(*row)


@dataclass(frozen=True)
class RoleHolder:
    person: Staff
    role: Role


def role_holder(session: Session, staff_id: UUID, role: str) -> RoleHolder:
    person = staff_member(session, staff_id)
    held = [one.role for one in roles_of(session, staff_id) if one.role.value == role]
    if not held:
        raise NotFound
    return RoleHolder(person, held[0])
