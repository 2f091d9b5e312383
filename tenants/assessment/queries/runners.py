"""Who looks after the assessment in a cohort: its programme leads, else the heads."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.permissions import Permission, allowed
from tenants.cohorts.leading import who_runs
from tenants.portfolios.models import Submission
from tenants.staff import actors


def runners(session: Session, submission: Submission) -> list[UUID]:
    """Those among them who have no part in this assessment themselves."""
    found = who_runs(session, submission.cohort_id)
    return [one for one in found if runs(session, one, submission)]


def runs(session: Session, staff_id: UUID, submission: Submission) -> bool:
    return allowed(actors.actor(session, staff_id), Permission.ASSESSMENT_ALLOCATE, submission)
