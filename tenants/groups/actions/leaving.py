"""A member leaves, or somebody comes in their place. What they did stays, with their name on it."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.groups.actions.convening import stand_down
from tenants.groups.actions.inviting import ask_to_join
from tenants.groups.jobs import TellMemberLeft
from tenants.groups.models import GroupMember
from tenants.groups.queries.groups import Seat, seats
from tenants.groups.rules.states import Leaving, MemberState
from tenants.staff.appointments import dismiss

HAND_OVER = "Whoever convenes the group hands that over first, and leaves afterwards."
NO_MEMBER = "They are no member of this group any more."


def leave(session: Session, actor: Actor, seat: Seat) -> None:
    """Of their own will. tenants/portfolios/actions/leaving lets them take copies of the work along."""
    permit(actor, Permission.GROUP_ANSWER, seat)
    _end(session, actor, seat, Leaving.LEFT)
    record(session, actor, "group:leave", seat.member)


def replace(session: Session, actor: Actor, seat: Seat, by_candidate_id: UUID) -> GroupMember:
    """They leave, and the invitation says in whose place somebody is asked."""
    permit(actor, Permission.GROUP_CONVENE, seat)
    if by_candidate_id == seat.candidate_id:
        raise Invalid({"person": "Choose somebody else"})
    _end(session, actor, seat, Leaving.REPLACED)
    record(session, actor, "group:replace", seat.member)
    return ask_to_join(session, actor, seat.group, [by_candidate_id], seat.candidate_id)[0]


def end_resting(session: Session, actor: Actor, seat: Seat) -> None:
    """Of somebody who gave up their place in the cohort and is to be named here no more."""
    permit(actor, Permission.GROUP_ERASE, seat)
    _end(session, actor, seat, Leaving.LEFT)
    record(session, actor, "group:leave", seat.member)


def _end(session: Session, actor: Actor, seat: Seat, why: Leaving) -> None:
    lock(session, seat.group)
    lock(session, seat.member)
    if seat.state is not MemberState.MEMBER:
        raise Refused(NO_MEMBER)
    others = [one for one in seats(session, seat.group_id) if one.works and not _same(one, seat)]
    if seat.convenes and others:
        raise Refused(HAND_OVER)
    seat.member.left_at, seat.member.leaving = clock.now(), why.value
    move(session, actor, seat.member, MemberState.LEFT)
    dismiss(session, Appointment.MEMBER, seat.group_id, seat.person.id)
    stand_down(session, actor, seat)
    readers = {one.person.id for one in others} | {seat.person.id}
    for reader_id in sorted(readers - {actor.person_id}):
        ask(session, TellMemberLeft(seat.member.id, reader_id))


def _same(one: Seat, other: Seat) -> bool:
    return one.candidate_id == other.candidate_id
