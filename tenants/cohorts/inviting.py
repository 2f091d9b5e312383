"""Who could be invited to a cohort, who waits for it, and who takes part elsewhere."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission, visible
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.queries import Place
from tenants.cohorts.rules import HOLDING, CohortState, PlaceState
from tenants.staff import actors
from tenants.staff.models import Staff, StaffKind


def waiting(session: Session, cohort_id: UUID) -> list[Place]:
    """Who waits for a place, the longest first; nobody who has left since."""
    rows = session.execute(
        select(Candidate, Staff)
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(
            here(session, Candidate),
            Candidate.cohort_id == cohort_id,
            Candidate.state == PlaceState.WAITING.value,
            actors.works(),
        )
        .order_by(Candidate.queued_at, Candidate.id)
    )
    return [Place(*row) for row in rows]


def invitable(session: Session, cohort_id: UUID) -> list[Staff]:
    """Working staff who hold no place of this cohort and wait for none; an earlier 'no' may be asked again."""
    holding = select(Candidate.staff_id).where(
        here(session, Candidate),
        Candidate.cohort_id == cohort_id,
        Candidate.state.in_([state.value for state in (*HOLDING, PlaceState.WAITING)]),
    )
    return list(
        session.scalars(
            select(Staff)
            .where(
                here(session, Staff),
                Staff.kind == StaffKind.MEMBER.value,
                actors.works(),
                Staff.id.not_in(holding),
            )
            .order_by(Staff.name, Staff.id)
        )
    )


def taking_part(session: Session, actor: Actor) -> dict[UUID, str]:
    """Who holds a place of an open cohort that the actor may read, and of which."""
    rows = session.execute(
        select(Candidate.staff_id, Cohort.name)
        .join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id))
        .where(
            here(session, Candidate),
            Candidate.state.in_([state.value for state in HOLDING]),
            Cohort.state == CohortState.OPEN.value,
            visible(actor, Permission.COHORT_READ, Cohort),
        )
    )
    return {row.staff_id: row.name for row in rows}
