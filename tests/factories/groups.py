"""Candidates who work as a group, as if they had formed it and answered."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.base.isolation import here
from tenants.cohorts.models import Candidate
from tenants.groups.models import Group, GroupMember
from tenants.groups.rules.states import MemberState
from tenants.portfolios.contribution_models import Contribution, ContributionWord
from tenants.portfolios.models import Evidence
from tenants.portfolios.rules.contributions import Standing, Word
from tenants.staff.appointments import appoint
from tenants.staff.models import StaffAppointment


def make_group(session: Session, members: Sequence[Candidate], **values: object) -> Group:
    """Of places in one cohort; the first convenes it."""
    first = members[0]
    given = {"name": "The talk group", "focus": "Talk in every lesson", "formed_at": clock.now()}
    group = Group(**({"cohort_id": first.cohort_id, "convener_id": first.id} | given | values))
    session.add(group)
    session.flush()
    for one in members:
        make_member(session, group, one)
    return group


def make_member(
    session: Session, group: Group, candidate: Candidate, state: MemberState = MemberState.MEMBER
) -> GroupMember:
    """Someone who left has left today."""
    moment = clock.now()
    left = state is MemberState.LEFT
    member = GroupMember(
        group_id=group.id,
        candidate_id=candidate.id,
        state=state.value,
        asked_by=candidate.staff_id,
        asked_at=moment,
        answered_at=None if state is MemberState.INVITED else moment,
        joined_at=moment if left or state is MemberState.MEMBER else None,
        left_at=moment if left else None,
        leaving="left" if left else None,
    )
    session.add(member)
    session.flush()
    if state is MemberState.MEMBER:
        appoint(session, candidate.staff_id, Appointment.MEMBER, group.id, candidate.id)
    return member


def member_of(session: Session, group: Group, candidate: Candidate) -> GroupMember:
    return session.scalars(
        select(GroupMember).where(
            GroupMember.school_id == group.school_id,
            GroupMember.group_id == group.id,
            GroupMember.candidate_id == candidate.id,
        )
    ).one()


def make_pooled(session: Session, group: Group, title: str = "A shared lesson", **values: object) -> Evidence:
    """A finished item in the pool, begun by the convener."""
    by = session.get_one(Candidate, (group.school_id, group.convener_id))
    given = {"kind": "text", "draft": False, "title": title, "body": "We tried it in four classes."}
    stood = {"saved_at": clock.now(), "saved_by": by.staff_id}
    item = Evidence(**({"group_id": group.id, "cohort_id": group.cohort_id} | given | stood | values))
    session.add(item)
    session.flush()
    return item


def make_contribution(
    session: Session, item: Evidence, candidate: Candidate, confirmed_by: Candidate | None = None
) -> Contribution:
    """What a member says they did; without `confirmed_by` nobody has confirmed it yet."""
    standing = Standing.SAID if confirmed_by is None else Standing.CONFIRMED
    said = Contribution(
        evidence_id=item.id,
        candidate_id=candidate.id,
        role="Planned it",
        did="I wrote the questions and tried them first.",
        standing=standing.value,
        said_at=clock.now(),
    )
    session.add(said)
    session.flush()
    if confirmed_by is not None:
        session.add(
            ContributionWord(
                evidence_id=item.id,
                candidate_id=candidate.id,
                by_candidate_id=confirmed_by.id,
                of_version=1,
                word=Word.CONFIRMED.value,
                at=clock.now(),
            )
        )
        session.flush()
    return said


def make_leaver(session: Session, member: GroupMember, staff_id: UUID) -> None:
    """Their membership has ended today."""
    member.state, member.leaving, member.left_at = MemberState.LEFT.value, "left", clock.now()
    session.execute(
        delete(StaffAppointment).where(
            here(session, StaffAppointment),
            StaffAppointment.staff_id == staff_id,
            StaffAppointment.subject_id == member.group_id,
        )
    )
    session.flush()


def make_returner(session: Session, member: GroupMember, staff_id: UUID) -> None:
    member.state, member.leaving, member.left_at = MemberState.MEMBER.value, None, None
    session.flush()
    appoint(session, staff_id, Appointment.MEMBER, member.group_id, member.candidate_id)
