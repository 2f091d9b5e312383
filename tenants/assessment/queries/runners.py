"""Who looks after the assessment in a cohort: its programme leads, else the heads."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Appointment, Role
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission, allowed
from tenants.portfolios.models import Submission
from tenants.staff import actors
from tenants.staff.models import Staff, StaffAppointment, StaffRole


def runners(session: Session, submission: Submission) -> list[UUID]:
    """Those among them who have no part in this assessment themselves."""
    found = _leads(session, submission.cohort_id) or _heads(session)
    return [one for one in found if runs(session, one, submission)]


def runs(session: Session, staff_id: UUID, submission: Submission) -> bool:
    return allowed(actors.actor(session, staff_id), Permission.ASSESSMENT_ALLOCATE, submission)


def _leads(session: Session, cohort_id: UUID) -> list[UUID]:
    return list(
        session.scalars(
            select(Staff.id)
            .join(StaffAppointment, beside(StaffAppointment, Staff, StaffAppointment.staff_id == Staff.id))
            .where(
                here(session, Staff),
                actors.works(),
                StaffAppointment.appointment == Appointment.LEAD.value,
                StaffAppointment.subject_id == cohort_id,
                or_(StaffAppointment.until.is_(None), StaffAppointment.until >= clock.today()),
            )
        )
    )


def _heads(session: Session) -> list[UUID]:
    return list(
        session.scalars(
            select(Staff.id)
            .join(StaffRole, beside(StaffRole, Staff, StaffRole.staff_id == Staff.id))
            .where(here(session, Staff), actors.works(), StaffRole.role == Role.HEAD.value)
        )
    )
