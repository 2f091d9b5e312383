"""What the assessment of each cohort waits for, counted in one query."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from tenants.assessment.models import Assignment, Outcome
from tenants.assessment.rules.seats import LEFT, AssignmentState
from tenants.base.actor import Actor
from tenants.base.isolation import beside, here
from tenants.base.permissions import Permission, visible
from tenants.cohorts.models import Cohort
from tenants.portfolios.models import Submission
from tenants.portfolios.rules.states import SubmissionState

COUNTED = (SubmissionState.ENDORSED.value, SubmissionState.DECIDED.value)


@dataclass(frozen=True)
class Waiting:
    """One cohort's submissions by what they wait for."""

    cohort_id: UUID
    cohort: str
    to_allocate: int
    to_settle: int
    to_release: int


def waiting_by_cohort(session: Session, actor: Actor) -> list[Waiting]:
    """For whoever runs the assessment; never the actor's own portfolio."""
    undecided = Outcome.id.is_(None)
    rows = session.execute(
        select(
            Cohort.id,
            Cohort.name,
            func.count().filter(undecided, _held() < 2),
            func.count().filter(undecided, _locked() == 2),
            func.count().filter(Outcome.id.is_not(None), Outcome.released_at.is_(None)),
        )
        .select_from(Submission)
        .join(Cohort, beside(Cohort, Submission, Cohort.id == Submission.cohort_id))
        .outerjoin(Outcome, beside(Outcome, Submission, Outcome.submission_id == Submission.id))
        .where(
            here(session, Submission),
            Submission.state.in_(COUNTED),
            visible(actor, Permission.ASSESSMENT_ALLOCATE, Submission),
        )
        .group_by(Cohort.id, Cohort.name)
        .order_by(Cohort.name)
    )
    return [Waiting(*row) for row in rows]


def _held() -> ScalarSelect[Any]:
    return _seats(Assignment.state.not_in([state.value for state in LEFT]))


def _locked() -> ScalarSelect[Any]:
    return _seats(Assignment.state == AssignmentState.LOCKED.value)


def _seats(condition: Any) -> ScalarSelect[Any]:
    return (
        select(func.count())
        .where(
            Assignment.school_id == Submission.school_id,
            Assignment.submission_id == Submission.id,
            Assignment.seat <= 2,
            condition,
        )
        .correlate(Submission)
        .scalar_subquery()
    )
