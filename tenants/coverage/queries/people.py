"""Everybody who has or had a place here: whose own coverage can be opened."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import PlaceState
from tenants.staff.models import Staff


def people_of(session: Session) -> list[tuple[UUID, str, str | None]]:
    """Id, name and job, by name."""
    found = session.execute(
        select(Staff.id, Staff.name, Staff.job_title)
        .join(Candidate, beside(Candidate, Staff, Candidate.staff_id == Staff.id))
        .where(here(session, Staff), Candidate.state == PlaceState.APPROVED.value)
        .distinct()
        .order_by(Staff.name, Staff.id)
    )
    return [(staff_id, name, job) for staff_id, name, job in found]
