"""Who loses the role of assessor gives back what they have not begun; what they have begun is settled first."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.assessment.actions.allocation import take_back
from tenants.assessment.actions.locks import lock_submission
from tenants.assessment.queries.held import held_by
from tenants.assessment.rules.seats import settle_first
from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.cohorts.actions.stepping_down import leave_teams
from tenants.cohorts.rules import Part

REASON = "No longer has the role of assessor"


def stop_assessing(session: Session, actor: Actor, staff_id: UUID) -> None:
    """Under the locks of the submissions, so that nobody accepts in between."""
    for one in held_by(session, actor, staff_id):
        lock_submission(session, one.seat.submission_id)
        session.refresh(one.seat.assignment)
    held = held_by(session, actor, staff_id)
    if problem := settle_first((one.candidate, one.state) for one in held if not one.can_be_taken_back):
        raise Refused(problem)
    for one in held:
        take_back(session, actor, one.seat, REASON)
    leave_teams(session, staff_id, Part.ASSESSOR)
