"""What waits for a person in their groups, for their front page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from tenants.base.actor import Actor
from tenants.base.gathering import Question
from tenants.base.isolation import beside, ours
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.groups.models import Group, GroupMember
from tenants.groups.rules.charter import agreed
from tenants.groups.rules.states import MemberState
from tenants.portfolios.contribution_models import Contribution
from tenants.portfolios.models import Evidence
from tenants.portfolios.queries.contributions import awaits


@dataclass(frozen=True)
class InGroup:
    """A group of which somebody is a member, or to which they are invited. `unheard`: contributions of others that
    wait for their word."""

    member_id: UUID
    state: MemberState
    asked_at: datetime
    group_id: UUID
    name: str
    agrees: bool
    unheard: int


def question() -> Question:
    return (
        select(
            GroupMember.id,
            GroupMember.state,
            GroupMember.asked_at,
            Group.id.label("group_id"),
            Group.name,
            GroupMember.agreed_version,
            Group.charter_version,
            _unheard(),
        )
        .join(Group, beside(Group, GroupMember, Group.id == GroupMember.group_id))
        .join(Candidate, beside(Candidate, GroupMember, Candidate.id == GroupMember.candidate_id))
        .join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id))
        .where(
            ours(GroupMember),
            Candidate.staff_id == bindparam("grouped"),
            Candidate.state == PlaceState.APPROVED.value,
            GroupMember.state.in_([MemberState.MEMBER.value, MemberState.INVITED.value]),
        )
        .order_by(GroupMember.asked_at, GroupMember.id)
    )


def of_whom(actor: Actor) -> dict[str, object]:
    return {"grouped": actor.staff_id}


def told(rows: Iterable[Any]) -> list[InGroup]:
    return [
        InGroup(member_id, MemberState(state), asked_at, group_id, name, agreed(mine, now), unheard)
        for member_id, state, asked_at, group_id, name, mine, now, unheard in rows
    ]


def _unheard() -> Any:
    """Asked of nobody once the cohort is closed, since no word can be said any more."""
    return (
        select(func.count())
        .select_from(Contribution)
        .join(Evidence, beside(Evidence, Contribution, Evidence.id == Contribution.evidence_id))
        .where(
            beside(Evidence, GroupMember, Evidence.group_id == GroupMember.group_id),
            Evidence.removed_at.is_(None),
            awaits(GroupMember.candidate_id),
            Cohort.state == CohortState.OPEN.value,
        )
        .correlate(GroupMember, Cohort)
        .scalar_subquery()
    )
