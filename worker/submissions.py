"""What is told about submitted portfolios. Nothing of their content is in a letter."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import queries as cohorts
from tenants.portfolios.jobs import AskEndorsement, TellEndorsed, TellReturned, TellSubmitted
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.submissions import place_stands, submission
from tenants.portfolios.rules.states import SubmissionState
from tenants.staff import actors
from worker.telling import Tells, Word


def _submitted(session: Session, actor: Actor, message: TellSubmitted) -> Word | None:
    found = submission(session, message.submission_id)
    return _about(session, found, "submission_received", f"/submissions/{found.id}/receipt")


def _endorsement_asked(session: Session, actor: Actor, message: AskEndorsement) -> Word | None:
    found = submission(session, message.submission_id)
    waits = found.state == SubmissionState.SUBMITTED and place_stands(session, found)
    if not waits or not _may_endorse(session, message.head_id, found):
        return None
    return _about(session, found, "submission_to_endorse", f"/submissions/{found.id}", to=message.head_id)


def _may_endorse(session: Session, head_id: UUID, found: Submission) -> bool:
    try:
        return allowed(actors.actor(session, head_id), Permission.SUBMISSION_ENDORSE, found)
    except NotFound:
        return False


def _endorsed(session: Session, actor: Actor, message: TellEndorsed) -> Word | None:
    found = submission(session, message.submission_id)
    return _about(session, found, "submission_endorsed", f"/submissions/{found.id}")


def _returned(session: Session, actor: Actor, message: TellReturned) -> Word | None:
    found = submission(session, message.submission_id)
    return _about(session, found, "submission_returned", f"/portfolios/{found.candidate_id}/readiness")


def _about(
    session: Session, found: Submission, template: str, path: str, to: UUID | None = None
) -> Word | None:
    """None for a reader who has left since."""
    reader, author = actors.working(session, to or found.staff_id), actors.working(session, found.staff_id)
    if reader is None or author is None:
        return None
    cohort = cohorts.cohort(session, found.cohort_id)
    facts = {"candidate": author.name, "cohort": cohort.name, "receipt": found.receipt}
    return Word(reader, template, path, facts)


tell_submitted = Tells(_submitted)
ask_endorsement = Tells(_endorsement_asked)
tell_endorsed = Tells(_endorsed)
tell_returned = Tells(_returned)
