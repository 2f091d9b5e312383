"""What whoever runs a cohort keeps about a candidate: read by its programme leads, headteachers and deputies alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.isolation import beside, here
from tenants.cohorts.models import PlaceNote
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Note:
    body: str
    by: str
    at: datetime


def notes_of(session: Session, candidate_id: UUID) -> list[Note]:
    """The newest first."""
    rows = session.execute(
        select(PlaceNote.body, Staff.name, PlaceNote.written_at)
        .join(Staff, beside(Staff, PlaceNote, Staff.id == PlaceNote.staff_id))
        .where(here(session, PlaceNote), PlaceNote.candidate_id == candidate_id)
        .order_by(PlaceNote.id.desc())
    )
    return [Note(*row) for row in rows]
