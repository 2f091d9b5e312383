"""Appointments are written down by the aggregate whose record they are for."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.base.isolation import bound_school, here
from tenants.staff.models import StaffAppointment

KEY = (
    StaffAppointment.school_id,
    StaffAppointment.staff_id,
    StaffAppointment.appointment,
    StaffAppointment.subject_id,
)


def appoint(
    session: Session,
    staff_id: UUID,
    appointment: Appointment,
    subject_id: UUID,
    through_id: UUID | None = None,
) -> None:
    """Appointing twice is fine; who was retired is appointed again. `through_id`: it counts while they are appointed
    to that as well."""
    session.execute(
        insert(StaffAppointment)
        .values(
            school_id=bound_school(session),
            staff_id=staff_id,
            appointment=appointment.value,
            subject_id=subject_id,
            through_id=through_id,
        )
        .on_conflict_do_update(index_elements=list(KEY), set_={"until": None, "through_id": through_id})
    )


def retire(session: Session, appointment: Appointment, subject_id: UUID) -> None:
    """Ends everybody's appointment, and keeps in mind who held it: who coached somebody does not judge them."""
    session.execute(
        update(StaffAppointment)
        .where(
            here(session, StaffAppointment),
            StaffAppointment.appointment == appointment.value,
            StaffAppointment.subject_id == subject_id,
            or_(StaffAppointment.until.is_(None), StaffAppointment.until >= clock.today()),
        )
        .values(until=clock.today() - timedelta(days=1))
    )


def held(session: Session, appointment: Appointment, subject_id: UUID) -> list[list[str | None]]:
    """Who holds or held it, and until when, as JSON can say it."""
    rows = session.execute(
        select(StaffAppointment.staff_id, StaffAppointment.until)
        .where(
            here(session, StaffAppointment),
            StaffAppointment.appointment == appointment.value,
            StaffAppointment.subject_id == subject_id,
        )
        .order_by(StaffAppointment.staff_id)
    )
    return [[str(staff_id), until.isoformat() if until else None] for staff_id, until in rows]


def put_back(
    session: Session, appointment: Appointment, subject_id: UUID, before: Iterable[tuple[str, str | None]]
) -> None:
    """Exactly as `held` told it."""
    dismiss(session, appointment, subject_id)
    session.add_all(
        StaffAppointment(
            staff_id=UUID(staff_id),
            appointment=appointment.value,
            subject_id=subject_id,
            until=until and date.fromisoformat(until),
        )
        for staff_id, until in before
    )
    session.flush()


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
