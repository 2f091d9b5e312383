"""Asking to take part, and what line manager and headteacher say to it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Role
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.cohorts import queries as cohorts
from tenants.cohorts.places import places_of
from tenants.cohorts.rules import HOLDING, CohortState, Part, PlaceState
from tenants.joining.jobs import AskForDecision, AskLineManager, AskToInvite, TellAnswered, TellSupported
from tenants.joining.models import JoiningRequest
from tenants.joining.queries.requests import deciders, line_manager, open_of, to_join
from tenants.joining.rules.requests import DECISIONS, RequestState, may_move, reason_problem
from tenants.staff.models import Staff

DECIDED = "Somebody has said something to it already. You can take it back, and ask again."
CHANGED = "They have changed what they wrote since you opened this page. Read it again, and then decide."


def ask_to_join(session: Session, actor: Actor, reason: str, cohort_id: UUID | None) -> JoiningRequest:
    """Said again while nobody has answered, it says it anew."""
    permit(actor, Permission.JOINING_OPEN)
    person = session.scalars(
        select(Staff).where(here(session, Staff), Staff.id == actor.person_id).with_for_update()
    ).one()
    _refuse_with_place(session, person)
    _check(session, reason, cohort_id)
    standing = next(iter(open_of(session, [person.id])), None)
    if standing is not None:
        return _say_anew(session, actor, standing, reason, cohort_id)
    manager = line_manager(session, person)
    made = JoiningRequest(
        staff_id=person.id,
        cohort_id=cohort_id,
        manager_id=manager.id if manager else None,
        state=RequestState.ASKED.value,
        reason=reason.strip(),
        asked_at=clock.now(),
    )
    session.add(made)
    session.flush()
    move(session, actor, made, RequestState.ASKED)
    record(session, actor, "joining:ask", made)
    if manager is not None:
        ask(session, AskLineManager(made.id))
    else:
        _ask_heads(session, made)
    return made


def _say_anew(
    session: Session, actor: Actor, one: JoiningRequest, reason: str, cohort_id: UUID | None
) -> JoiningRequest:
    if one.state != RequestState.ASKED:
        raise Refused(DECIDED)
    if (one.reason, one.cohort_id) != (reason.strip(), cohort_id):
        one.reason, one.cohort_id = reason.strip(), cohort_id
        one.version += 1
        record(session, actor, "joining:change", one)
    return one


def _refuse_with_place(session: Session, person: Staff) -> None:
    for candidate, cohort in places_of(session, person.id):
        holds = candidate.state in (*HOLDING, PlaceState.WAITING)
        if holds and cohort.state != CohortState.CLOSED:
            raise Refused("You have a place already, or an invitation to answer.")


def _check(session: Session, reason: str, cohort_id: UUID | None) -> None:
    problems = {}
    if problem := reason_problem(reason):
        problems["reason"] = problem
    if cohort_id is not None and cohort_id not in {card.cohort_id for card in to_join(session)}:
        problems["cohort"] = "Choose one of the cohorts that have room."
    if problems:
        raise Invalid(problems)


def withdraw(session: Session, actor: Actor, one: JoiningRequest) -> None:
    permit(actor, Permission.JOINING_CHANGE, one)
    _move(session, actor, one, RequestState.WITHDRAWN)
    record(session, actor, "joining:withdraw", one)


def support(
    session: Session, actor: Actor, one: JoiningRequest, version: int, reason: str, *, supports: bool
) -> None:
    """The line manager's word. Whatever it is, the headteacher decides."""
    permit(actor, Permission.JOINING_SUPPORT, one)
    _read(session, one, version, reason)
    _move(session, actor, one, RequestState.SUPPORTED if supports else RequestState.NOT_SUPPORTED)
    one.manager_supports = supports
    one.manager_reason, one.manager_said_at = reason.strip(), clock.now()
    action = "joining:support" if supports else "joining:not_support"
    record(session, actor, action, one)
    ask(session, TellSupported(one.id))
    _ask_heads(session, one)


def decide(
    session: Session,
    actor: Actor,
    one: JoiningRequest,
    version: int,
    to: RequestState,
    reason: str,
    cohort_id: UUID | None = None,
) -> None:
    """`cohort_id`: the only cohort that an approval is for. The line manager need not have answered."""
    permit(actor, Permission.JOINING_DECIDE, one)
    _read(session, one, version, reason)
    if to not in DECISIONS:
        raise Invalid({"decision": "Choose what you decide"})
    if cohort_id is not None and cohort_id not in {card.cohort_id for card in to_join(session)}:
        raise Invalid({"cohort": "Choose one of the cohorts that have room."})
    _move(session, actor, one, to)
    one.decided_by, one.decided_reason, one.decided_at = actor.person_id, reason.strip(), clock.now()
    one.approved_for_id = cohort_id if to is RequestState.APPROVED else None
    record(session, actor, "joining:decide", one, fields=[to.value])
    for reader_id in filter(None, (one.staff_id, one.manager_id)):
        if reader_id != actor.staff_id:
            ask(session, TellAnswered(one.id, reader_id))
    if to is RequestState.APPROVED:
        for lead_id in _leads(session, cohort_id) - {actor.staff_id, one.staff_id}:
            ask(session, AskToInvite(one.id, lead_id))


def _read(session: Session, one: JoiningRequest, version: int, reason: str) -> None:
    lock(session, one)
    if one.version != version:
        raise Refused(CHANGED)
    if not reason.strip():
        raise Invalid({"reason": "Say why: the person reads it"})


def _move(session: Session, actor: Actor, one: JoiningRequest, to: RequestState) -> None:
    lock(session, one)
    if not may_move(RequestState(one.state), to):
        raise Refused("This request was decided or taken back in the meantime.")
    move(session, actor, one, to)


def _ask_heads(session: Session, one: JoiningRequest) -> None:
    for head in deciders(session, except_for=one.staff_id):
        ask(session, AskForDecision(one.id, head.id))


def _leads(session: Session, cohort_id: UUID | None) -> set[UUID]:
    if cohort_id is not None:
        return {member.person.id for member in cohorts.team(session, cohort_id) if member.part is Part.LEAD}
    held = cohorts.holders(session, (Role.PROGRAMME_LEAD,))
    return {person.id for person in held[Role.PROGRAMME_LEAD]}
