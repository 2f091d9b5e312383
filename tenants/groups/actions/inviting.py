"""Inviting to a group, and taking an invitation back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import move, record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.cohorts import queries as cohorts
from tenants.cohorts.models import Candidate
from tenants.groups.actions.convening import stand_down
from tenants.groups.jobs import TellAskedToJoin
from tenants.groups.models import Group, GroupMember
from tenants.groups.queries.groups import Seat, free, seats, window_closes
from tenants.groups.rules.forming import closed_because, size_problem
from tenants.groups.rules.states import Leaving, MemberState

ANSWERED = "This invitation was answered or taken back in the meantime."


def invite(
    session: Session,
    actor: Actor,
    group: Group,
    candidate_ids: Sequence[UUID],
    replaces_id: UUID | None = None,
) -> list[GroupMember]:
    """Also who said no or left before. `replaces_id`: in whose place one person is asked."""
    permit(actor, Permission.GROUP_CONVENE, group)
    if not candidate_ids:
        raise Invalid({"people": "Choose at least one person"})
    lock(session, group)
    return ask_to_join(session, actor, group, candidate_ids, replaces_id)


def ask_to_join(
    session: Session,
    actor: Actor,
    group: Group,
    candidate_ids: Sequence[UUID],
    replaces_id: UUID | None = None,
) -> list[GroupMember]:
    """Of who holds the group and may ask."""
    standing = {one.candidate_id: one for one in seats(session, group.id)}
    offered = {place.candidate.id: place.candidate for place in free(session, group.cohort_id)}
    wanted = list(dict.fromkeys(candidate_ids))
    if any(one not in offered or (one in standing and standing[one].asked) for one in wanted):
        raise Invalid({"people": "Choose only people of this cohort who are in no group and not invited yet"})
    _refuse_too_many(session, group, list(standing.values()), len(wanted))
    for one in wanted:
        if problem := closed_because(clock.today(), *window_closes(session, offered[one])):
            raise Refused(problem)
    return [_ask(session, actor, group, offered[one], standing.get(one), replaces_id) for one in wanted]


def _refuse_too_many(session: Session, group: Group, standing: Sequence[Seat], more: int) -> None:
    limits = cohorts.cohort(session, group.cohort_id).limits.groups
    members = sum(one.works for one in standing)
    if problem := size_problem(limits, members, sum(one.asked for one in standing), more):
        raise Refused(problem)


def _ask(
    session: Session,
    actor: Actor,
    group: Group,
    candidate: Candidate,
    earlier: Seat | None,
    replaces_id: UUID | None,
) -> GroupMember:
    invited = earlier.member if earlier else GroupMember(group_id=group.id, candidate_id=candidate.id)
    invited.asked_by, invited.asked_at = actor.person_id, clock.now()
    invited.answered_at = invited.left_at = invited.leaving = invited.agreed_version = None
    invited.replaces_id = replaces_id
    if earlier is None:
        invited.state = MemberState.INVITED.value
        session.add(invited)
        session.flush()
    move(session, actor, invited, MemberState.INVITED)
    if candidate.staff_id != actor.staff_id:
        record(session, actor, "group:invite", invited)
        ask(session, TellAskedToJoin(invited.id))
    session.flush()
    return invited


def take_back(session: Session, actor: Actor, seat: Seat) -> None:
    """From somebody who has not answered; they can be invited again."""
    permit(actor, Permission.GROUP_CONVENE, seat)
    lock(session, seat.member)
    if seat.state is not MemberState.INVITED:
        raise Refused(ANSWERED)
    seat.member.left_at, seat.member.leaving = clock.now(), Leaving.TAKEN_BACK.value
    move(session, actor, seat.member, MemberState.LEFT)
    record(session, actor, "group:take_back", seat.member)
    stand_down(session, actor, seat)
