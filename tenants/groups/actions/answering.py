"""What somebody says to an invitation, and to a charter that changed."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment
from tenants.base.errors import Refused
from tenants.base.history import move, record
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import hold, lock
from tenants.cohorts import queries as cohorts
from tenants.cohorts.rules import PlaceState
from tenants.groups.actions.convening import stand_down
from tenants.groups.jobs import TellJoinAnswered
from tenants.groups.models import Group, GroupMember
from tenants.groups.queries.groups import Seat, window_closes
from tenants.groups.queries.members import own_place
from tenants.groups.rules.forming import closed_because
from tenants.groups.rules.states import MemberState
from tenants.staff.appointments import appoint

ANSWERED = "This invitation was answered or taken back in the meantime."
IN_ANOTHER = "You are in a group already. Everybody works in one group at a time: leave that one first."
CHANGED = "The charter was changed while you read it. Read it again, and then agree."


def accept(session: Session, actor: Actor, seat: Seat, charter_version: int) -> None:
    """Agreeing to the charter as they read it."""
    permit(actor, Permission.GROUP_ANSWER, seat)
    hold(session, seat.group)
    _refuse_answered(session, seat)
    if seat.candidate.state != PlaceState.APPROVED:
        raise Refused("Your place in the cohort must be approved before you can join a group.")
    if problem := closed_because(clock.today(), *window_closes(session, seat.candidate)):
        raise Refused(problem)
    if charter_version != seat.group.charter_version:
        raise Refused(CHANGED)
    become_member(session, actor, seat.group, seat.member)
    record(session, actor, "group:accept", seat.member)
    _tell(session, actor, seat)


def become_member(session: Session, actor: Actor, group: Group, member: GroupMember) -> None:
    """The index lets nobody be a member twice, whoever says yes to two groups at once. Who comes back is called by
    their name again."""
    try:
        with session.begin_nested():
            member.answered_at, member.agreed_version = clock.now(), group.charter_version
            member.joined_at = member.joined_at or member.answered_at
            member.alias = None
            move(session, actor, member, MemberState.MEMBER)
    except IntegrityError as busy:
        raise Refused(IN_ANOTHER) from busy
    place = cohorts.candidate(session, member.candidate_id)
    appoint(session, place.staff_id, Appointment.MEMBER, group.id, place.id)


def decline(session: Session, actor: Actor, seat: Seat) -> None:
    permit(actor, Permission.GROUP_ANSWER, seat)
    _refuse_answered(session, seat)
    move(session, actor, seat.member, MemberState.DECLINED)
    seat.member.answered_at = clock.now()
    record(session, actor, "group:decline", seat.member)
    stand_down(session, actor, seat)
    _tell(session, actor, seat)


def agree(session: Session, actor: Actor, group: Group, charter_version: int) -> None:
    """Again, after the charter has changed."""
    permit(actor, Permission.GROUP_WORK, group)
    hold(session, group)
    if charter_version != group.charter_version:
        raise Refused(CHANGED)
    member = own_membership(session, actor, group)
    if member.agreed_version != group.charter_version:
        member.agreed_version = group.charter_version
        record(session, actor, "group:agree", member)


def own_membership(session: Session, actor: Actor, group: Group) -> GroupMember:
    place = own_place(session, actor, group.id)
    return session.scalars(
        select(GroupMember).where(
            here(session, GroupMember), GroupMember.group_id == group.id, GroupMember.candidate_id == place
        )
    ).one()


def _refuse_answered(session: Session, seat: Seat) -> None:
    lock(session, seat.member)
    if seat.state is not MemberState.INVITED:
        raise Refused(ANSWERED)


def _tell(session: Session, actor: Actor, seat: Seat) -> None:
    """Whoever convenes it; nobody, while nobody does."""
    convener = cohorts.candidate(session, seat.convener_id)
    if convener.staff_id != actor.staff_id and seat.convening:
        ask(session, TellJoinAnswered(seat.member.id))
