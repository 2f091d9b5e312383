"""What is told about groups of candidates: who is invited, what they say, who leaves,
that nobody convenes one, and a charter that changed."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.permissions import Permission, allowed
from tenants.cohorts import queries as cohorts
from tenants.groups.jobs import (
    AskForConvener,
    TellAskedToJoin,
    TellCharterChanged,
    TellJoinAnswered,
    TellMemberLeft,
)
from tenants.groups.queries.groups import group, seat_by_id, seats
from tenants.groups.rules.states import Leaving, MemberState
from tenants.staff import actors
from worker.telling import Tells, Word


def _asked(session: Session, actor: Actor, message: TellAskedToJoin) -> Word | None:
    one = seat_by_id(session, message.member_id)
    reader, by = actors.working(session, one.person.id), actors.working(session, one.member.asked_by)
    if reader is None or not one.asked:
        return None
    facts = {"group": one.group.name, "person": by.name if by else "Your programme lead"}
    path = f"/groups/{one.group_id}/members/{one.member.id}/answer"
    return Word(reader, "group_asked", path, facts)


def _answered(session: Session, actor: Actor, message: TellJoinAnswered) -> Word | None:
    """Not when they left or were asked again since, and to nobody while nobody convenes it."""
    one = seat_by_id(session, message.member_id)
    convener = cohorts.candidate(session, one.convener_id)
    reader = actors.working(session, convener.staff_id)
    told = {MemberState.MEMBER: "group_joined", MemberState.DECLINED: "group_declined"}
    if reader is None or not one.convening or one.state not in told or reader.id == one.person.id:
        return None
    page = f"/groups/{one.group_id}" if _works(session, one.group_id, convener.id) else "/"
    return Word(reader, told[one.state], page, {"group": one.group.name, "person": one.name})


def _left(session: Session, actor: Actor, message: TellMemberLeft) -> Word | None:
    """For those who still go on when it is sent; who was replaced reads it as well."""
    one = seat_by_id(session, message.member_id)
    reader = actors.working(session, message.reader_id)
    if reader is None or one.state is not MemberState.LEFT:
        return None
    facts = {"group": one.group.name, "person": one.name}
    if reader.id == one.person.id:
        replaced = one.member.leaving == Leaving.REPLACED
        return Word(reader, "group_replaced", "/", facts) if replaced else None
    if not any(each.works and each.person.id == reader.id for each in seats(session, one.group_id)):
        return None
    return Word(reader, "group_left", f"/groups/{one.group_id}", facts)


def _convener(session: Session, actor: Actor, message: AskForConvener) -> Word | None:
    """Not when somebody convenes it again, or when they run the cohort no more."""
    one = seat_by_id(session, message.member_id)
    reader = actors.working(session, message.reader_id)
    if reader is None or one.convening or not one.convenes:
        return None
    if not allowed(actors.actor(session, reader.id), Permission.GROUP_CONVENE, one):
        return None
    facts = {"group": one.group.name, "person": one.name}
    return Word(reader, "group_convener", f"/groups/{one.group_id}/convener", facts)


def _charter(session: Session, actor: Actor, message: TellCharterChanged) -> Word | None:
    """Not when they have agreed, or when it was changed once more: then another letter asks."""
    one = group(session, message.group_id)
    reader = actors.working(session, message.reader_id)
    mine = [each for each in seats(session, one.id) if each.person.id == message.reader_id and each.works]
    if reader is None or not mine or mine[0].agrees or one.charter_version != message.charter_version:
        return None
    return Word(reader, "group_charter", f"/groups/{one.id}/agreement", {"group": one.name})


def _works(session: Session, group_id: UUID, candidate_id: UUID) -> bool:
    return any(one.works and one.candidate_id == candidate_id for one in seats(session, group_id))


tell_asked = Tells(_asked)
tell_answered = Tells(_answered)
tell_left = Tells(_left)
ask_convener = Tells(_convener)
tell_charter = Tells(_charter)
