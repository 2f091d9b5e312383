from datetime import date
from itertools import count
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment, Role
from tenants.staff import actors
from tenants.staff.models import Staff, StaffAppointment, StaffKind, StaffRole

_numbers = count(1)


def make_staff(session: Session, *roles: Role, name: str | None = None, **values: object) -> Staff:
    number = next(_numbers)
    values.setdefault("email", f"person{number}@school.example")
    person = Staff(name=name or f"Person {number}", joined_at=clock.now(), **values)
    session.add(person)
    session.flush()
    session.add_all(StaffRole(staff_id=person.id, role=role.value) for role in roles)
    session.flush()
    return person


def make_guest(session: Session, *, until: date, name: str | None = None) -> Staff:
    return make_staff(session, name=name, kind=StaffKind.GUEST.value, ends_on=until)


def appoint(
    session: Session, staff_id: UUID, appointment: Appointment, subject_id: UUID, until: date | None = None
) -> None:
    session.add(
        StaffAppointment(staff_id=staff_id, appointment=appointment.value, subject_id=subject_id, until=until)
    )
    session.flush()


def acting(session: Session, person: Staff) -> Actor:
    """The person as an actor, with the roles and appointments that they have now."""
    session.flush()
    return actors.actor(session, person.id)
