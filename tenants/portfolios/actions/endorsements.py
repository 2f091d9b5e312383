"""The head's or deputy's word: without it a submission does not go to assessment."""

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.cohorts import queries as cohorts
from tenants.portfolios.jobs import TellEndorsed, TellReturned
from tenants.portfolios.models import Endorsement, Submission
from tenants.portfolios.queries.submissions import place_stands, read
from tenants.portfolios.rules.snapshots import digest, endorsed
from tenants.portfolios.rules.states import Decision, SubmissionState
from tenants.portfolios.rules.submissions import may_move, reason_problem, statement_problem
from tenants.programmes.rules.limits import too_long


def endorse(session: Session, actor: Actor, submission: Submission, statement: str) -> None:
    permit(actor, Permission.SUBMISSION_ENDORSE, submission)
    words = cohorts.cohort(session, submission.cohort_id).limits.words
    if problem := statement_problem(statement) or too_long(statement, words.statement):
        raise Invalid({"statement": problem})
    _decide(session, actor, submission, Decision.ENDORSED, statement)
    submission.endorsed_at = clock.now()
    ask(session, TellEndorsed(submission.id))


def give_back(session: Session, actor: Actor, submission: Submission, reason: str) -> None:
    """The portfolio opens again, and can be handed in again in the same attempt."""
    permit(actor, Permission.SUBMISSION_ENDORSE, submission)
    if problem := reason_problem(reason):
        raise Invalid({"reason": problem})
    _decide(session, actor, submission, Decision.RETURNED, reason)
    ask(session, TellReturned(submission.id))


def _decide(
    session: Session, actor: Actor, submission: Submission, decision: Decision, statement: str
) -> None:
    lock(session, submission)
    to = SubmissionState(decision.value)
    if not may_move(SubmissionState(submission.state), to):
        raise Refused("Somebody has endorsed or returned this submission already.")
    if not place_stands(session, submission):
        raise Refused("This place was given up, so its submission is not considered any more.")
    found = read(session, submission)
    if not found.intact:
        raise Refused("The stored portfolio is not what was handed in. Ask for help before you continue.")
    now = clock.now()
    word = endorsed(found.sha256, decision.value, statement.strip(), str(actor.person_id), now)
    session.add(
        Endorsement(
            submission_id=submission.id,
            decision=decision.value,
            statement=statement.strip(),
            decided_by=actor.person_id,
            decided_at=now,
            sha256=digest(word),
        )
    )
    move(session, actor, submission, to)
    record(session, actor, f"submission:{decision.value}", submission)


def note_reading(session: Session, actor: Actor, submission: Submission) -> None:
    """Somebody else than the candidate has opened the evidence, or a file of it."""
    if actor.staff_id != submission.staff_id:
        record(session, actor, Permission.SUBMISSION_READ, submission)
