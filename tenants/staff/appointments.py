"""Appointments are written down by the aggregate whose record they are for."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base.actor import Appointment
from tenants.base.isolation import bound_school, here
from tenants.staff.models import StaffAppointment


def appoint(session: Session, staff_id: UUID, appointment: Appointment, subject_id: UUID) -> None:
    """Appointing twice is fine."""
    session.execute(
        insert(StaffAppointment)
        .values(
            school_id=bound_school(session),
            staff_id=staff_id,
            appointment=appointment.value,
            subject_id=subject_id,
        )
        .on_conflict_do_nothing()
    )


def dismiss(
    session: Session, appointment: Appointment, subject_id: UUID, staff_id: UUID | None = None
) -> None:
    """Ends one person's appointment, or everybody's to that subject."""
    ended = delete(StaffAppointment).where(
        here(session, StaffAppointment),
        StaffAppointment.appointment == appointment.value,
        StaffAppointment.subject_id == subject_id,
    )
    session.execute(ended if staff_id is None else ended.where(StaffAppointment.staff_id == staff_id))


def appointed_to(session: Session, appointment: Appointment, subject_id: UUID) -> list[UUID]:
    return list(
        session.scalars(
            select(StaffAppointment.staff_id).where(
                here(session, StaffAppointment),
                StaffAppointment.appointment == appointment.value,
                StaffAppointment.subject_id == subject_id,
            )
        )
    )
