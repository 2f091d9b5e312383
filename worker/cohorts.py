"""What is told about places in cohorts."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Role
from tenants.cohorts import queries
from tenants.cohorts.jobs import AskApproval, TellDecision, TellInvited
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import PlaceState
from tenants.staff import actors
from worker.telling import Tells, Word


def _invited(session: Session, actor: Actor, message: TellInvited) -> Word | None:
    candidate = queries.candidate(session, message.candidate_id)
    if candidate.state != PlaceState.INVITED:
        return None
    return _about(session, candidate, "cohort_invited", f"/places/{candidate.id}/answer")


def _approval_asked(session: Session, actor: Actor, message: AskApproval) -> Word | None:
    candidate = queries.candidate(session, message.candidate_id)
    heads = queries.holders(session, (Role.HEAD, Role.DEPUTY))
    still_head = any(head.id == message.head_id for held in heads.values() for head in held)
    if candidate.state != PlaceState.ACCEPTED or not still_head:
        return None
    return _about(
        session, candidate, "cohort_approval", f"/places/{candidate.id}/approval", to=message.head_id
    )


def _decided(session: Session, actor: Actor, message: TellDecision) -> Word | None:
    candidate = queries.candidate(session, message.candidate_id)
    match candidate.state:
        case PlaceState.APPROVED:
            return _about(session, candidate, "cohort_approved", "/portfolio")
        case PlaceState.NOT_APPROVED:
            return _about(session, candidate, "cohort_not_approved", f"/places/{candidate.id}")
    return None


def _about(
    session: Session, candidate: Candidate, template: str, path: str, to: UUID | None = None
) -> Word | None:
    """None for a reader who has left since."""
    reader = actors.working(session, to or candidate.staff_id)
    if reader is None:
        return None
    facts = {
        "candidate": queries.place(session, candidate).person.name,
        "cohort": queries.cohort(session, candidate.cohort_id).name,
    }
    return Word(reader, template, path, facts)


tell_invited = Tells(_invited)
ask_approval = Tells(_approval_asked)
tell_decision = Tells(_decided)
