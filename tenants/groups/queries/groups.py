"""A group, who is or was in it, and who could come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.queries import Place
from tenants.cohorts.rules import PlaceState
from tenants.groups.models import Group, GroupMember
from tenants.groups.queries.members import current_members
from tenants.groups.rules import charter
from tenants.groups.rules.states import MemberState
from tenants.staff import actors
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Seat:
    """A place in a group with what permissions ask about it."""

    member: GroupMember
    group: Group
    candidate: Candidate
    person: Staff

    @property
    def candidate_id(self) -> UUID:
        return self.member.candidate_id

    @property
    def group_id(self) -> UUID:
        return self.group.id

    @property
    def cohort_id(self) -> UUID:
        return self.group.cohort_id

    @property
    def convener_id(self) -> UUID:
        return self.group.convener_id

    @property
    def convening(self) -> UUID | None:
        return self.group.convening

    @property
    def state(self) -> MemberState:
        return MemberState(self.member.state)

    @property
    def works(self) -> bool:
        """A current member."""
        return self.state is MemberState.MEMBER and self.candidate.state == PlaceState.APPROVED.value

    @property
    def asked(self) -> bool:
        return self.state is MemberState.INVITED and self.candidate.state == PlaceState.APPROVED.value

    @property
    def convenes(self) -> bool:
        return self.candidate_id == self.convener_id

    @property
    def agrees(self) -> bool:
        return charter.agreed(self.member.agreed_version, self.group.charter_version)

    @property
    def name(self) -> str:
        """What the group's record calls them."""
        return self.member.alias or self.person.name

    @property
    def job_title(self) -> str | None:
        """Nothing that tells who it is, once the name was taken out."""
        return None if self.member.alias else self.person.job_title

    @property
    def erasable(self) -> bool:
        """Whose name can be taken out of the record: they work there no more and have nothing to answer."""
        return self.member.alias is None and not self.works and not self.asked


@dataclass(frozen=True)
class GroupCard:
    """A group in the list of its cohort."""

    group: Group
    members: tuple[str, ...]
    asked: int


@dataclass(frozen=True)
class Belonging:
    """How one's own place stands to a group: invited, or a member."""

    member_id: UUID
    state: MemberState
    agreed_version: int | None
    asked_at: datetime
    group: Group


def group(session: Session, group_id: UUID) -> Group:
    found = session.scalar(select(Group).where(here(session, Group), Group.id == group_id))
    if found is None:
        raise NotFound
    return found


def _seats(session: Session) -> Select[GroupMember, Group, Candidate, Staff]:
    return (
        select(GroupMember, Group, Candidate, Staff)
        .join(Group, beside(Group, GroupMember, Group.id == GroupMember.group_id))
        .join(Candidate, beside(Candidate, GroupMember, Candidate.id == GroupMember.candidate_id))
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(here(session, GroupMember))
    )


def seat(session: Session, group_id: UUID, member_id: UUID) -> Seat:
    row = session.execute(
        _seats(session).where(GroupMember.id == member_id, GroupMember.group_id == group_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return _seat(row)


def seat_by_id(session: Session, member_id: UUID) -> Seat:
    row = session.execute(_seats(session).where(GroupMember.id == member_id)).one_or_none()
    if row is None:
        raise NotFound
    return _seat(row)


def seats(session: Session, group_id: UUID) -> list[Seat]:
    """Who is or was in it, the convener first, then by name."""
    rows = session.execute(
        _seats(session)
        .where(GroupMember.group_id == group_id)
        .order_by(
            (Group.convener_id == GroupMember.candidate_id).desc(),
            func.coalesce(GroupMember.alias, Staff.name),
            GroupMember.id,
        )
    )
    return [_seat(row) for row in rows]


def seats_of_place(session: Session, candidate_id: UUID) -> list[Seat]:
    """In every group that a place was ever asked into, as it came."""
    rows = session.execute(
        _seats(session)
        .where(GroupMember.candidate_id == candidate_id)
        .order_by(GroupMember.asked_at, GroupMember.id)
    )
    return [_seat(row) for row in rows]


def every_seat(session: Session) -> list[Seat]:
    """Of the whole school, group by group."""
    rows = session.execute(
        _seats(session).order_by(Group.cohort_id, Group.name, Group.id, GroupMember.asked_at, GroupMember.id)
    )
    return [_seat(row) for row in rows]


def _seat(row: Row[GroupMember, Group, Candidate, Staff]) -> Seat:
    return Seat(row[0], row[1], row[2], row[3])


def groups_of(session: Session, cohort_id: UUID) -> list[GroupCard]:
    """By name, with who works in each and how many have not answered."""
    members = func.array_agg(aggregate_order_by(Staff.name, Staff.name)).filter(current_members())
    asked = func.count().filter(GroupMember.state == MemberState.INVITED.value)
    rows = session.execute(
        select(Group, members, asked)
        .join(GroupMember, beside(GroupMember, Group, GroupMember.group_id == Group.id))
        .join(Candidate, beside(Candidate, GroupMember, Candidate.id == GroupMember.candidate_id))
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(here(session, Group), Group.cohort_id == cohort_id)
        .group_by(Group.school_id, Group.id)
        .order_by(Group.name, Group.id)
    )
    return [GroupCard(row[0], tuple(row[1] or ()), row[2]) for row in rows]


def names_in(session: Session, cohort_id: UUID) -> dict[UUID, str]:
    rows = session.execute(
        select(Group.id, Group.name).where(here(session, Group), Group.cohort_id == cohort_id)
    )
    return {row.id: row.name for row in rows}


def free(session: Session, cohort_id: UUID) -> list[Place]:
    """Whose place is approved, who works here, and who is in no group."""
    busy = select(GroupMember.candidate_id).where(
        here(session, GroupMember), GroupMember.state == MemberState.MEMBER.value
    )
    rows = session.execute(
        select(Candidate, Staff)
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(
            here(session, Candidate),
            Candidate.cohort_id == cohort_id,
            Candidate.state == PlaceState.APPROVED.value,
            Candidate.id.not_in(busy),
            actors.works(),
        )
        .order_by(Staff.name, Candidate.id)
    )
    return [Place(*row) for row in rows]


def belongings(session: Session, candidate_ids: Sequence[UUID]) -> dict[UUID, list[Belonging]]:
    """Place → the groups it is in or invited to; one's own first, then the latest invitation."""
    rows = session.execute(
        _seats(session)
        .where(
            GroupMember.candidate_id.in_(candidate_ids),
            GroupMember.state.in_([MemberState.MEMBER.value, MemberState.INVITED.value]),
            Candidate.state == PlaceState.APPROVED.value,
        )
        .order_by((GroupMember.state == MemberState.MEMBER.value).desc(), GroupMember.asked_at.desc())
    )
    found: dict[UUID, list[Belonging]] = {}
    for member, one, _, _ in rows:
        told = Belonging(member.id, MemberState(member.state), member.agreed_version, member.asked_at, one)
        found.setdefault(member.candidate_id, []).append(told)
    return found


def window_closes(session: Session, candidate: Candidate) -> tuple[bool, date]:
    """Whether the cohort is closed, and the last day of the submission window of that place."""
    state, closes_on = session.execute(
        select(Cohort.state, Cohort.window_closes_on).where(
            here(session, Cohort), Cohort.id == candidate.cohort_id
        )
    ).one()
    return state == "closed", candidate.own_closes_on or closes_on
