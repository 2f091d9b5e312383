"""What is told about requests to take part, and about time for the programme; never a word of what somebody wrote."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.days import day_in_words
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import queries as cohorts
from tenants.cohorts.rules import PlaceState
from tenants.joining.jobs import (
    AskForDecision,
    AskLineManager,
    AskToInvite,
    TellAnswered,
    TellSupported,
    TellTimeGranted,
)
from tenants.joining.models import JoiningRequest
from tenants.joining.queries.requests import asked, deciders, request
from tenants.joining.queries.time import grant, grants_of
from tenants.joining.rules.requests import DECISIONS, UNDECIDED, RequestState
from tenants.staff import actors
from tenants.staff.models import Staff
from worker.telling import Tells, Word


def _line_manager(session: Session, actor: Actor, message: AskLineManager) -> Word | None:
    one = request(session, message.request_id)
    reader = _working(session, one.manager_id)
    if reader is None or one.state != RequestState.ASKED:
        return None
    return _word(session, one, reader, "joining_to_support", "support")


def _decision(session: Session, actor: Actor, message: AskForDecision) -> Word | None:
    one = request(session, message.request_id)
    reader = _working(session, message.head_id)
    still = {head.id for head in deciders(session, except_for=one.staff_id)}
    if reader is None or reader.id not in still or one.state not in UNDECIDED:
        return None
    return _word(session, one, reader, "joining_to_decide", "decision")


def _supported(session: Session, actor: Actor, message: TellSupported) -> Word | None:
    """Not when the headteacher has decided since: then another letter says so."""
    one = request(session, message.request_id)
    reader = _working(session, one.staff_id)
    if reader is None or one.state not in (RequestState.SUPPORTED, RequestState.NOT_SUPPORTED):
        return None
    return _word(session, one, reader, f"joining_{one.state}")


def _answered(session: Session, actor: Actor, message: TellAnswered) -> Word | None:
    one = request(session, message.request_id)
    reader = _working(session, message.reader_id)
    if reader is None or one.state not in DECISIONS:
        return None
    own = reader.id == one.staff_id
    return _word(session, one, reader, f"joining_{one.state}" if own else "joining_answered")


def _to_invite(session: Session, actor: Actor, message: AskToInvite) -> Word | None:
    one = request(session, message.request_id)
    reader = _working(session, message.lead_id)
    if reader is None or one.state != RequestState.APPROVED:
        return None
    if not allowed(actors.actor(session, reader.id), Permission.COHORTS_LIST):
        return None
    cohort_id = one.approved_for_id
    path = f"/cohorts/{cohort_id}/invitations" if cohort_id else "/cohorts"
    return Word(reader, "joining_to_invite", path, {"person": asked(session, one).person.name})


def _time_granted(session: Session, actor: Actor, message: TellTimeGranted) -> Word | None:
    """Not when it was granted anew since."""
    given = grant(session, message.grant_id)
    candidate = cohorts.candidate(session, given.candidate_id)
    latest, reader = grants_of(session, candidate.id)[0], _working(session, message.reader_id)
    if reader is None or latest.grant.id != given.id or candidate.state != PlaceState.APPROVED:
        return None
    facts = {
        "person": cohorts.place(session, candidate).person.name,
        "hours": f"{given.hours} {'hour' if given.hours == 1 else 'hours'}",
        "from_on": day_in_words(given.from_on),
        "how": given.how,
    }
    if reader.id == candidate.staff_id:
        return Word(reader, "time_granted", f"/places/{candidate.id}/time", facts)
    return Word(reader, "time_granted_manager", "/", facts)


def _word(session: Session, one: JoiningRequest, reader: Staff, template: str, page: str = "") -> Word:
    told = asked(session, one)
    facts = {"person": told.person.name, "manager": told.manager or "", "head": told.decided_by or ""}
    path = f"/joining/requests/{one.id}"
    return Word(reader, template, f"{path}/{page}" if page else path, facts)


def _working(session: Session, staff_id: UUID | None) -> Staff | None:
    return actors.working(session, staff_id) if staff_id else None


ask_line_manager = Tells(_line_manager)
ask_for_decision = Tells(_decision)
tell_supported = Tells(_supported)
tell_answered = Tells(_answered)
ask_to_invite = Tells(_to_invite)
tell_time_granted = Tells(_time_granted)
