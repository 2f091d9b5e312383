from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, synonym

from tenants.base.records import Identified, SchoolRecord, one_of, within_school
from tenants.groups.rules.states import Leaving, MemberState


class Group(Identified):
    """Candidates of one cohort who work on one project and fill one pool of evidence, each for an award of their own.
    The charter says who does what and how they decide; `charter_version` goes up whenever it changes."""

    __tablename__ = "groups"

    cohort_id: Mapped[UUID]
    name: Mapped[str]
    focus: Mapped[str] = mapped_column(default="")
    who_does_what: Mapped[str] = mapped_column(default="")
    how_we_decide: Mapped[str] = mapped_column(default="")
    charter_version: Mapped[int] = mapped_column(default=1)
    convener_id: Mapped[UUID]
    formed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    group_id = synonym("id")
    if TYPE_CHECKING:
        convening: Mapped[UUID | None]

    __table_args__ = (
        within_school("cohort_id", "cohorts"),
        within_school("convener_id", "candidates"),
        UniqueConstraint("school_id", "cohort_id", "name"),
    )


class GroupPriority(SchoolRecord):
    """A priority of the improvement plan that a group works for."""

    __tablename__ = "group_priorities"

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    priority_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        within_school("group_id", "groups"),
        within_school("priority_id", "priorities"),
        Index("ix_group_priorities_priority", "school_id", "priority_id"),
    )


class GroupMember(Identified):
    """A place in a group. `agreed_version`: of the charter, as they last agreed to it; `replaces_id`: in whose place
    they came. `joined_at`: when they first were a member; it stays when they leave and are asked again, so it alone
    says who is or was one. `alias`: what the group's record calls somebody whose name was taken out of it."""

    __tablename__ = "group_members"

    group_id: Mapped[UUID]
    candidate_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default=MemberState.INVITED.value)
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]
    agreed_version: Mapped[int | None]
    left_at: Mapped[datetime | None]
    leaving: Mapped[str | None]
    replaces_id: Mapped[UUID | None]
    alias: Mapped[str | None]

    __table_args__ = (
        within_school("group_id", "groups"),
        within_school("candidate_id", "candidates"),
        within_school("replaces_id", "candidates"),
        within_school("asked_by", "staff"),
        UniqueConstraint("school_id", "group_id", "candidate_id"),
        Index(
            "uq_group_members_one_group",
            "school_id",
            "candidate_id",
            unique=True,
            postgresql_where="state = 'member'",
        ),
        one_of("state", MemberState),
        one_of("leaving", Leaving),
        CheckConstraint("state <> 'member' OR joined_at IS NOT NULL", name="joined"),
        CheckConstraint("(state = 'left') = (left_at IS NOT NULL)", name="left"),
        CheckConstraint("(left_at IS NULL) = (leaving IS NULL)", name="why"),
    )


# The convener's own seat, while they are invited or a member: whoever said no or left convenes nothing any more, until
# somebody else is named.
Group.convening = column_property(
    select(GroupMember.id)
    .where(
        GroupMember.school_id == Group.school_id,
        GroupMember.group_id == Group.id,
        GroupMember.candidate_id == Group.convener_id,
        GroupMember.state.in_([MemberState.INVITED.value, MemberState.MEMBER.value]),
    )
    .correlate_except(GroupMember)
    .scalar_subquery()
)
