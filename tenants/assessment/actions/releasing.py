"""A provisional outcome becomes the candidate's to read."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tenants.assessment.actions.locks import lock_submission
from tenants.assessment.jobs import TellOutcome
from tenants.assessment.models import Outcome
from tenants.assessment.queries.outcomes import standards_of
from tenants.assessment.rules.verdict import Result
from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import NotFound, Refused
from tenants.base.history import move, record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.cohorts.queries import edition_of
from tenants.portfolios.actions.attempts import open_next_attempt
from tenants.portfolios.rules.states import SubmissionState


def release_outcome(session: Session, actor: Actor, outcome: Outcome) -> None:
    """The candidate may read it from now on, and gets a mail. Sixty days to hand in again count from here."""
    permit(actor, Permission.OUTCOME_RELEASE, outcome)
    submission = lock_submission(session, outcome.submission_id)
    if submission.staff_id == actor.staff_id:
        raise NotFound  # also when their place has ended since, which they need no more to be the candidate
    session.refresh(outcome)
    if outcome.released_at is not None:
        raise Refused("This outcome was released already.")
    outcome.released_at = clock.now()
    move(session, actor, submission, SubmissionState.RELEASED)
    record(session, actor, "outcome:release", outcome)
    if outcome.result == Result.REFERRED:
        _reopen(session, actor, outcome)
    ask(session, TellOutcome(outcome.id), unique_key=str(outcome.id))


def _reopen(session: Session, actor: Actor, outcome: Outcome) -> None:
    standards = standards_of(session, outcome.id)
    banked = {number: one.level for number, one in standards.items() if one.banked}
    days = edition_of(session, outcome.cohort_id).resubmit_days
    outcome.resubmit_by = clock.today() + timedelta(days=days)
    open_next_attempt(session, actor, outcome.candidate_id, banked, outcome.resubmit_by)
