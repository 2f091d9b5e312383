"""What is told about submitted portfolios. Nothing of their content is in a letter."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import queries as cohorts
from tenants.portfolios.jobs import (
    AskEndorsement,
    AskSignature,
    AskSignatureAgain,
    TellEndorsed,
    TellReturned,
    TellSentTogether,
    TellSentWithout,
    TellSubmitted,
)
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.joint import Joint, joint, signings
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.readiness import checked
from tenants.portfolios.queries.submissions import place_stands, submission
from tenants.portfolios.rules.readiness import Readiness
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


def _signature_asked(session: Session, actor: Actor, message: AskSignature) -> Word | None:
    """Not once they signed, handed in alone or left the group, or the hand-in has gone."""
    found = joint(session, message.joint_id)
    if not _waits_for(session, found, message.candidate_id):
        return None
    return _to_member(session, found, message.candidate_id, "joint_opened", _page(found))


def _asked_again(session: Session, actor: Actor, message: AskSignatureAgain) -> Word | None:
    """With what their portfolio lacks as it stands when it is told."""
    found = joint(session, message.joint_id)
    if not _waits_for(session, found, message.candidate_id):
        return None
    held = checked(session, portfolio(session, message.candidate_id)).readiness
    lacks = _lacks(held)
    return _to_member(session, found, message.candidate_id, "joint_asked_again", _page(found), lacks=lacks)


def _lacks(held: Readiness) -> str:
    """In words that name no piece of evidence."""
    if held.ready or held.closed:
        return held.closed or ""
    unnamed = (one.words for one in held.blockers if one.item_id is None)
    return next(unnamed, "A piece of your evidence is not finished.")


def _waits_for(session: Session, found: Joint, candidate_id: UUID) -> bool:
    return found.open and any(
        one.candidate_id == candidate_id and one.signer.misses
        for one in signings(session, found.group_id, found.id)
    )


def _page(found: Joint) -> str:
    return f"/groups/{found.group_id}/hand-in"


def _sent_together(session: Session, actor: Actor, message: TellSentTogether) -> Word | None:
    sent = submission(session, message.submission_id)
    if sent.joint_submission_id is None:
        return None
    found = joint(session, sent.joint_submission_id)
    page = f"/submissions/{sent.id}/receipt"
    return _to_member(session, found, sent.candidate_id, "joint_sent", page, receipt=sent.receipt)


def _sent_without(session: Session, actor: Actor, message: TellSentWithout) -> Word | None:
    """Not to who has handed in alone meanwhile."""
    found = joint(session, message.joint_id)
    if portfolio(session, message.candidate_id).closed:
        return None
    page = f"/portfolios/{message.candidate_id}/readiness"
    return _to_member(session, found, message.candidate_id, "joint_sent_without", page)


def _to_member(
    session: Session, found: Joint, candidate_id: UUID, template: str, path: str, **more: str
) -> Word | None:
    place = portfolio(session, candidate_id)
    reader = actors.working(session, place.staff_id)
    if reader is None:
        return None
    return Word(reader, template, path, {"group": found.group.name, "cohort": place.cohort.name, **more})


tell_submitted = Tells(_submitted)
ask_endorsement = Tells(_endorsement_asked)
tell_endorsed = Tells(_endorsed)
tell_returned = Tells(_returned)
ask_signature = Tells(_signature_asked)
ask_signature_again = Tells(_asked_again)
tell_sent_together = Tells(_sent_together)
tell_sent_without = Tells(_sent_without)
