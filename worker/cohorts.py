"""Mail about places in cohorts."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Role
from tenants.cohorts import queries
from tenants.cohorts.jobs import AskApproval, TellDecision, TellInvited
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import PlaceState
from tenants.schools.queries import this_school
from tenants.staff import actors
from worker.mail import Mail, by_mail


def _invited(session: Session, actor: Actor, message: TellInvited) -> Mail | None:
    candidate = queries.candidate(session, message.candidate_id)
    if candidate.state != PlaceState.INVITED:
        return None
    return _about(session, candidate, "cohort_invited", f"/places/{candidate.id}/answer")


def _approval_asked(session: Session, actor: Actor, message: AskApproval) -> Mail | None:
    candidate = queries.candidate(session, message.candidate_id)
    heads = queries.holders(session, (Role.HEAD, Role.DEPUTY))
    still_head = any(head.id == message.head_id for held in heads.values() for head in held)
    if candidate.state != PlaceState.ACCEPTED or not still_head:
        return None
    return _about(
        session, candidate, "cohort_approval", f"/places/{candidate.id}/approval", to=message.head_id
    )


def _decided(session: Session, actor: Actor, message: TellDecision) -> Mail | None:
    candidate = queries.candidate(session, message.candidate_id)
    match candidate.state:
        case PlaceState.APPROVED:
            return _about(session, candidate, "cohort_approved", "/portfolio")
        case PlaceState.NOT_APPROVED:
            return _about(session, candidate, "cohort_not_approved", f"/places/{candidate.id}")
    return None


def _about(
    session: Session, candidate: Candidate, template: str, path: str, to: UUID | None = None
) -> Mail | None:
    """None for a reader who has left since."""
    reader = actors.working(session, to or candidate.staff_id)
    if reader is None:
        return None
    school, cohort = this_school(session), queries.cohort(session, candidate.cohort_id)
    return Mail(
        to=reader.email,
        to_name=reader.name,
        school=school.name,
        template=template,
        facts={
            "name": reader.name,
            "candidate": queries.place(session, candidate).person.name,
            "cohort": cohort.name,
        },
        path=f"/schools/{school.slug}{path}",
    )


tell_invited = by_mail(_invited)
ask_approval = by_mail(_approval_asked)
tell_decision = by_mail(_decided)
