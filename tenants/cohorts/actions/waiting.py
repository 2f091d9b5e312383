"""Who waits for a place of a full cohort, in order, and who is offered one that became free."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment, system
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.cohorts import inviting, queries
from tenants.cohorts.jobs import TellInvited, TellQueued
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.staff.appointments import appoint, dismiss

ROOM = "There is room in this cohort: invite them instead."


def queue(
    session: Session,
    actor: Actor,
    cohort: Cohort,
    staff_ids: Sequence[UUID],
    agreed: Collection[UUID] = (),
) -> None:
    """At the end of the list, in the order in which they are given. `agreed`: as for an invitation."""
    permit(actor, Permission.PLACE_MANAGE, cohort)
    lock(session, cohort)
    if cohort.state != CohortState.OPEN:
        raise Refused("Open the cohort before anybody waits for a place.")
    if not staff_ids:
        raise Invalid({"people": "Choose at least one person"})
    if not {person.id for person in inviting.invitable(session, cohort.id)}.issuperset(staff_ids):
        raise Invalid({"people": "Choose only people who work here and hold no place in this cohort"})
    if _free(session, cohort) > len(inviting.waiting(session, cohort.id)):
        raise Refused(ROOM)
    for staff_id in dict.fromkeys(staff_ids):
        _queue(session, actor, cohort, staff_id, agreed=staff_id in agreed)


def _queue(session: Session, actor: Actor, cohort: Cohort, staff_id: UUID, *, agreed: bool) -> None:
    earlier = session.scalar(
        select(Candidate).where(
            here(session, Candidate), Candidate.cohort_id == cohort.id, Candidate.staff_id == staff_id
        )
    )
    waiting = earlier or Candidate(
        cohort_id=cohort.id, staff_id=staff_id, state=PlaceState.WAITING.value, invited_at=clock.now()
    )
    waiting.queued_at = clock.now()
    waiting.agreed_at = clock.now() if agreed else None
    session.add(waiting)
    session.flush()
    move(session, actor, waiting, PlaceState.WAITING)
    record(session, actor, "place:waiting", waiting)
    appoint(session, staff_id, Appointment.CANDIDATE, waiting.id)
    ask(session, TellQueued(waiting.id))


def offer_next(session: Session, actor: Actor, cohort: Cohort) -> Candidate:
    """A person's press: the free place goes to who waits longest."""
    permit(actor, Permission.PLACE_MANAGE, cohort)
    lock(session, cohort)
    if cohort.state != CohortState.OPEN:
        raise Refused("This cohort is not open.")
    if not _free(session, cohort):
        raise Refused("No place is free at the moment.")
    found = inviting.waiting(session, cohort.id)
    if not found:
        raise Refused("Nobody waits for a place.")
    _offer(session, actor, found[0].candidate)
    return found[0].candidate


def stop_waiting(session: Session, actor: Actor, candidate: Candidate) -> None:
    permit(actor, Permission.PLACE_MANAGE, candidate)
    lock(session, candidate)
    if candidate.state != PlaceState.WAITING:
        raise Refused("This person no longer waits for a place.")
    move(session, actor, candidate, PlaceState.WITHDRAWN)
    record(session, actor, "place:unqueued", candidate)
    dismiss(session, Appointment.CANDIDATE, candidate.id)


def choose_offering(session: Session, actor: Actor, cohort: Cohort, *, by_itself: bool) -> None:
    permit(actor, Permission.PLACE_MANAGE, cohort)
    lock(session, cohort)
    if cohort.offers_by_itself != by_itself:
        cohort.offers_by_itself = by_itself
        cohort.version += 1
        record(session, actor, Permission.COHORT_MANAGE, cohort, fields=["offers_by_itself"])
    offer_freed(session, actor, cohort)


def offer_freed(session: Session, actor: Actor, cohort: Cohort) -> None:
    """After a place became free: offered in order, if the cohort says so. It is Lectern's deed and not of whoever gave
    the place up."""
    if cohort.state != CohortState.OPEN or not cohort.offers_by_itself:
        return
    lock(session, cohort)
    free = _free(session, cohort)
    for one in inviting.waiting(session, cohort.id)[:free]:
        _offer(session, system(actor.school_id), one.candidate)


def _offer(session: Session, actor: Actor, candidate: Candidate) -> None:
    candidate.invited_at = clock.now()
    move(session, actor, candidate, PlaceState.INVITED)
    record(session, actor, "place:offered", candidate)
    ask(session, TellInvited(candidate_id=candidate.id))


def _free(session: Session, cohort: Cohort) -> int:
    session.flush()
    return max(0, cohort.places - queries.card(session, cohort.id).holding)
