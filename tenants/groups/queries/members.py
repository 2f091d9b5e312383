"""Who is in a group, and in which place."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import PlaceState
from tenants.groups.models import Group, GroupMember
from tenants.groups.rules.states import MemberState
from tenants.staff.models import Staff


def current_members(place: Any = Candidate) -> ColumnElement[bool]:
    """Of a statement that joins GroupMember with its Candidate: those who work in the group now."""
    return and_(GroupMember.state == MemberState.MEMBER.value, place.state == PlaceState.APPROVED.value)


def name_in(group_id: Any) -> ColumnElement[str]:
    """Of a statement of Staff: what the record of a group calls somebody, whether they ever were in it or not."""
    member, place = aliased(GroupMember), aliased(Candidate)
    alias = (
        select(member.alias)
        .join(place, and_(place.school_id == member.school_id, place.id == member.candidate_id))
        .where(member.school_id == Staff.school_id, member.group_id == group_id, place.staff_id == Staff.id)
        .scalar_subquery()
    )
    return func.coalesce(alias, Staff.name)


def own_place(session: Session, actor: Actor, group_id: UUID) -> UUID:
    """The place for which somebody works in a group; NotFound for who does not."""
    found = session.scalar(
        select(Candidate.id)
        .join(GroupMember, beside(GroupMember, Candidate, GroupMember.candidate_id == Candidate.id))
        .where(
            here(session, Candidate),
            GroupMember.group_id == group_id,
            Candidate.staff_id == actor.staff_id,
            current_members(),
        )
    )
    if found is None:
        raise NotFound
    return found


def group_of(session: Session, candidate_id: UUID) -> UUID | None:
    """The group in which a place works now."""
    return session.scalar(
        select(GroupMember.group_id)
        .join(Candidate, beside(Candidate, GroupMember, Candidate.id == GroupMember.candidate_id))
        .where(here(session, GroupMember), GroupMember.candidate_id == candidate_id, current_members())
    )


def one_group(session: Session, group_id: UUID) -> Group:
    found = session.scalar(select(Group).where(here(session, Group), Group.id == group_id))
    if found is None:
        raise NotFound
    return found


def group_named(session: Session, candidate_id: UUID) -> Group | None:
    """The same as `group_of`, with its name."""
    return session.scalar(
        select(Group)
        .join(GroupMember, beside(GroupMember, Group, GroupMember.group_id == Group.id))
        .join(Candidate, beside(Candidate, GroupMember, Candidate.id == GroupMember.candidate_id))
        .where(here(session, Group), GroupMember.candidate_id == candidate_id, current_members())
    )
