"""Who stands in for a headteacher, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.staff.actors import works
from tenants.staff.models import Staff, StaffKind, StaffRole
from tenants.staff.queries import staff_member

MOST_OFFERED = 30


@dataclass(frozen=True)
class Deputy:
    person: Staff
    since: date | None
    until: date | None

    @property
    def ahead(self) -> bool:
        return self.since is not None and self.since > clock.today()


def deputies(session: Session) -> list[Deputy]:
    """Those of today and of the days to come, by their last day."""
    rows = session.execute(
        select(Staff, StaffRole.since, StaffRole.until)
        .join(StaffRole, beside(StaffRole, Staff, StaffRole.staff_id == Staff.id))
        .where(
            here(session, Staff),
            works(),
            StaffRole.role == Role.DEPUTY.value,
            or_(StaffRole.until.is_(None), StaffRole.until >= clock.today()),
        )
        .order_by(StaffRole.until, Staff.name)
    )
    return [Deputy(*row) for row in rows]


def offered(session: Session) -> Sequence[Staff]:
    """Whom a head would hand over to: whoever has a role here, the deputies of before first; no head."""
    roles = select(StaffRole.staff_id).where(here(session, StaffRole))
    been_deputy = Staff.id.in_(roles.where(StaffRole.role == Role.DEPUTY.value))
    return session.scalars(
        select(Staff)
        .where(
            here(session, Staff),
            works(),
            Staff.kind == StaffKind.MEMBER.value,
            Staff.id.in_(roles),
            Staff.id.not_in(roles.where(StaffRole.role == Role.HEAD.value)),
        )
        .order_by(been_deputy.desc(), Staff.name, Staff.id)
        .limit(MOST_OFFERED)
    ).all()


def holds_until(session: Session, deputy_id: UUID) -> Deputy | None:
    """The deputy's role of this person, as it stands."""
    row = session.execute(
        select(Staff, StaffRole.since, StaffRole.until)
        .join(StaffRole, beside(StaffRole, Staff, StaffRole.staff_id == Staff.id))
        .where(here(session, Staff), Staff.id == deputy_id, StaffRole.role == Role.DEPUTY.value)
    ).one_or_none()
    return row and Deputy(*row)


def guest(session: Session, staff_id: UUID) -> Staff:
    """Raises NotFound for a member of staff."""
    found = staff_member(session, staff_id)
    if not found.is_guest:
        raise NotFound
    return found
