"""Who loses the role for it leads no cohort and mentors nobody any more. What they did stays on record."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Appointment
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.cohorts.leading import leading, mentored_by
from tenants.cohorts.models import Cohort, CohortTeamMember
from tenants.cohorts.rules import CohortState, Part
from tenants.staff.appointments import dismiss, retire


def stop_leading(session: Session, actor: Actor, staff_id: UUID) -> None:
    for one in leading(session, staff_id):
        permit(actor, Permission.COHORT_MANAGE, one.cohort)
        lock(session, one.cohort)
        dismiss(session, Appointment.LEAD, one.cohort.id, staff_id)
        record(session, actor, Permission.COHORT_MANAGE, one.cohort, fields=["team"])
    leave_teams(session, staff_id, Part.LEAD)


def stop_mentoring(session: Session, actor: Actor, staff_id: UUID) -> None:
    for one in mentored_by(session, staff_id):
        permit(actor, Permission.PLACE_MANAGE, one.candidate)
        lock(session, one.candidate)
        retire(session, Appointment.MENTOR, one.candidate.id)
        record(session, actor, Permission.PLACE_MANAGE, one.candidate, fields=["mentor"])
    leave_teams(session, staff_id, Part.MENTOR)


def leave_teams(session: Session, staff_id: UUID, part: Part) -> None:
    """A closed cohort keeps the names of those who did it."""
    running = select(Cohort.id).where(here(session, Cohort), Cohort.state != CohortState.CLOSED.value)
    session.execute(
        delete(CohortTeamMember).where(
            here(session, CohortTeamMember),
            CohortTeamMember.staff_id == staff_id,
            CohortTeamMember.part == part.value,
            CohortTeamMember.cohort_id.in_(running),
        )
    )
