"""A place in a cohort: offered, answered, approved, mentored, given up."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment, Role, system
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.isolation import bound_school, here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.cohorts import inviting, queries
from tenants.cohorts.actions.undoing import keep_mentor, keep_place, ties
from tenants.cohorts.actions.waiting import offer_freed
from tenants.cohorts.jobs import AskApproval, TellDecision, TellInvited, TellPaired
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import CohortState, PlaceState, may_move
from tenants.schools.models import School
from tenants.staff.appointments import appoint, dismiss, retire

ALREADY = {
    PlaceState.WAITING: "This person holds a place already.",
    PlaceState.ACCEPTED: "This place was answered already.",
    PlaceState.DECLINED: "This place was answered already.",
    PlaceState.APPROVED: "This place was decided already, or is not accepted yet.",
    PlaceState.NOT_APPROVED: "This place was decided already, or is not accepted yet.",
    PlaceState.WITHDRAWN: "This place was given up already.",
    PlaceState.INVITED: "This person holds a place already.",
}


AGREED = "A headteacher or deputy had agreed to it before the invitation."


def invite(
    session: Session,
    actor: Actor,
    cohort: Cohort,
    staff_ids: Sequence[UUID],
    agreed: Collection[UUID] = (),
) -> list[Candidate]:
    """`agreed`: to whose place a headteacher has agreed already."""
    permit(actor, Permission.PLACE_MANAGE, cohort)
    lock(session, cohort)
    if cohort.state != CohortState.OPEN:
        raise Refused("Open the cohort before you invite people.")
    if not staff_ids:
        raise Invalid({"people": "Choose at least one person"})
    if not {person.id for person in inviting.invitable(session, cohort.id)}.issuperset(staff_ids):
        raise Invalid({"people": "Choose only people who work here and hold no place in this cohort"})
    left = cohort.places - queries.card(session, cohort.id).holding
    if len(set(staff_ids)) > left:
        raise Refused(f"This cohort has {left} {'place' if left == 1 else 'places'} left.")
    return [
        _invite(session, actor, cohort, staff_id, agreed=staff_id in agreed)
        for staff_id in dict.fromkeys(staff_ids)
    ]


def _invite(session: Session, actor: Actor, cohort: Cohort, staff_id: UUID, *, agreed: bool) -> Candidate:
    earlier = session.scalar(
        select(Candidate).where(
            here(session, Candidate), Candidate.cohort_id == cohort.id, Candidate.staff_id == staff_id
        )
    )
    invited = earlier or Candidate(
        cohort_id=cohort.id, staff_id=staff_id, state=PlaceState.INVITED.value, invited_at=clock.now()
    )
    invited.invited_at = clock.now()
    invited.agreed_at = clock.now() if agreed else None
    session.add(invited)
    session.flush()
    move(session, actor, invited, PlaceState.INVITED)
    record(session, actor, "place:offered", invited)
    appoint(session, staff_id, Appointment.CANDIDATE, invited.id)
    ask(session, TellInvited(candidate_id=invited.id))
    return invited


def accept(session: Session, actor: Actor, candidate: Candidate) -> None:
    permit(actor, Permission.PLACE_ACCEPT, candidate)
    _move(session, actor, candidate, PlaceState.ACCEPTED)
    if candidate.agreed_at is not None and _full(session) is None:
        _move(session, system(actor.school_id), candidate, PlaceState.APPROVED, AGREED)
        candidate.approved_at = clock.now()
        ask(session, TellDecision(candidate_id=candidate.id))
        return
    for role in queries.holders(session, (Role.HEAD, Role.DEPUTY)).values():
        for head in role:
            ask(session, AskApproval(candidate_id=candidate.id, head_id=head.id))


def decline(session: Session, actor: Actor, candidate: Candidate, reason: str | None = None) -> None:
    permit(actor, Permission.PLACE_ACCEPT, candidate)
    _move(session, actor, candidate, PlaceState.DECLINED, reason)
    _end_appointments(session, candidate)
    _offer_freed(session, actor, candidate)


def approve(session: Session, actor: Actor, candidate: Candidate) -> None:
    """Within the school's places: two heads approving at once cannot pass the limit."""
    permit(actor, Permission.PLACE_APPROVE, candidate)
    if full := _full(session):
        raise Refused(full)
    before = ties(session, candidate)
    _move(session, actor, candidate, PlaceState.APPROVED)
    candidate.approved_at = clock.now()
    keep_place(session, actor, candidate, before)
    ask(session, TellDecision(candidate_id=candidate.id))


def _full(session: Session) -> str | None:
    """Why no place of the school can be taken; nobody else takes one until the end of the transaction."""
    places = session.scalars(
        select(School.places).where(School.id == bound_school(session)).with_for_update()
    ).one()
    used = queries.places_used(session)
    return f"Your school has {places} places, and all are in use." if used >= places else None


def not_approve(session: Session, actor: Actor, candidate: Candidate, reason: str) -> None:
    permit(actor, Permission.PLACE_APPROVE, candidate)
    if not reason.strip():
        raise Invalid({"reason": "Say why, so that the person can understand it"})
    before = ties(session, candidate)
    _move(session, actor, candidate, PlaceState.NOT_APPROVED, reason)
    keep_place(session, actor, candidate, before)
    _offer_freed(session, actor, candidate)
    ask(session, TellDecision(candidate_id=candidate.id))


def withdraw(session: Session, actor: Actor, candidate: Candidate, reason: str) -> None:
    """The grounds are private: the head and the programme lead read them, nobody else."""
    permit(actor, Permission.PLACE_MANAGE, candidate)
    if not reason.strip():
        raise Invalid({"reason": "Say why this place is given up"})
    before = ties(session, candidate)
    give_up(session, actor, candidate, reason)
    keep_place(session, actor, candidate, before)
    _offer_freed(session, actor, candidate)


def give_up(session: Session, actor: Actor, candidate: Candidate, reason: str) -> None:
    """Whose the place is next, the caller says."""
    permit(actor, Permission.PLACE_MANAGE, candidate)
    _move(session, actor, candidate, PlaceState.WITHDRAWN, reason)
    _end_appointments(session, candidate)


def assign_mentor(session: Session, actor: Actor, candidate: Candidate, mentor_id: UUID | None) -> None:
    """Replaces the mentor; None leaves the candidate without one."""
    permit(actor, Permission.PLACE_MANAGE, candidate)
    lock(session, candidate)
    able = {person.id for person in queries.holders(session, (Role.MENTOR,))[Role.MENTOR]}
    if mentor_id == candidate.staff_id:
        raise Invalid({"mentor": "Nobody can be their own mentor: choose somebody else"})
    if mentor_id is not None and mentor_id not in able:
        raise Invalid({"mentor": "Choose somebody who holds the mentor role"})
    before = ties(session, candidate)
    retire(session, Appointment.MENTOR, candidate.id)
    if mentor_id is not None:
        appoint(session, mentor_id, Appointment.MENTOR, candidate.id)
        stands = [str(mentor_id), None] in before[Appointment.MENTOR.value]
        for reader_id in () if stands else (mentor_id, candidate.staff_id):
            ask(session, TellPaired(candidate.id, mentor_id, reader_id))
    keep_mentor(session, actor, candidate, before)
    record(session, actor, Permission.PLACE_MANAGE, candidate, fields=["mentor"])


def _move(
    session: Session, actor: Actor, candidate: Candidate, to: PlaceState, reason: str | None = None
) -> None:
    lock(session, candidate)
    if not may_move(PlaceState(candidate.state), to):
        raise Refused(ALREADY[to])
    move(session, actor, candidate, to, reason)
    record(session, actor, f"place:{to.value}", candidate)


def _end_appointments(session: Session, candidate: Candidate) -> None:
    dismiss(session, Appointment.CANDIDATE, candidate.id)
    retire(session, Appointment.MENTOR, candidate.id)


def _offer_freed(session: Session, actor: Actor, candidate: Candidate) -> None:
    offer_freed(session, actor, queries.cohort(session, candidate.cohort_id))
