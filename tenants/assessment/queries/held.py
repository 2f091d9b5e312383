"""The open work of one assessor, as somebody may see it who thinks of taking the role from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select, true
from sqlalchemy.orm import Session, aliased

from tenants.assessment.models import Assignment
from tenants.assessment.queries.seats import Seat
from tenants.assessment.rules.seats import OPEN, AssignmentState
from tenants.base.actor import Actor
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission, visible
from tenants.portfolios.models import Submission
from tenants.portfolios.rules.states import SubmissionState
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Held:
    seat: Seat
    candidate: str
    own: bool

    @property
    def state(self) -> AssignmentState:
        return AssignmentState(self.seat.assignment.state)

    @property
    def can_be_taken_back(self) -> bool:
        """Nothing is written yet, so anybody else can take the seat. One's own is given back, not taken."""
        return self.state is AssignmentState.OFFERED and not self.own


def held_by(session: Session, actor: Actor, staff_id: UUID) -> Sequence[Held]:
    """What waits for this assessor, and what waits for a decision that rests on their judgement. Who assesses the
    actor's own work, or beside them, stays unsaid and untouched: nobody picks their assessors by taking roles."""
    candidate = aliased(Staff)
    own = staff_id == actor.staff_id
    undecided = and_(
        Assignment.state == AssignmentState.LOCKED.value, Submission.state == SubmissionState.ENDORSED.value
    )
    rows = session.execute(
        select(Assignment, Submission, Staff, candidate.name)
        .join(Submission, beside(Submission, Assignment, Submission.id == Assignment.submission_id))
        .join(Staff, beside(Staff, Assignment, Staff.id == Assignment.staff_id))
        .join(
            candidate, and_(candidate.school_id == Submission.school_id, candidate.id == Submission.staff_id)
        )
        .where(
            here(session, Assignment),
            Assignment.staff_id == staff_id,
            or_(Assignment.state.in_([state.value for state in OPEN]), undecided),
            true() if own else visible(actor, Permission.ASSESSMENT_ALLOCATE, Submission),
        )
        .order_by(candidate.name, Submission.id)
    )
    return [Held(Seat(*row[:3]), row[3], own) for row in rows]
