"""Members of a group hand in together: the group's part is frozen once, each member's view with their own portfolio."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.base.records import APPEND_ONLY, Identified, SchoolRecord, within_school


class JointSubmission(Identified):
    """`handed_in_at` is empty while signatures are gathered; a group gathers for one at a time. A member who hands in
    alone makes one that nobody else signs."""

    __tablename__ = "joint_submissions"

    group_id: Mapped[UUID]
    opened_by: Mapped[UUID]
    opened_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    joint_id = synonym("id")

    __table_args__ = (
        within_school("group_id", "groups"),
        within_school("opened_by", "candidates"),
        Index(
            "uq_joint_submissions_open",
            "school_id",
            "group_id",
            unique=True,
            postgresql_where="handed_in_at IS NULL AND dropped_at IS NULL",
        ),
    )


class JointSignature(SchoolRecord):
    """A member's own declarations for a hand-in of the group; they can be taken back until it goes."""

    __tablename__ = "joint_signatures"

    joint_submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID] = mapped_column(primary_key=True)
    authorship_declared: Mapped[bool]
    consent_declared: Mapped[bool]
    ai_use: Mapped[str]
    with_self_audit: Mapped[bool]
    names_group: Mapped[bool]
    signed_at: Mapped[datetime]

    __table_args__ = (
        within_school("joint_submission_id", "joint_submissions"),
        within_school("candidate_id", "candidates"),
    )


class GroupSnapshot(SchoolRecord):
    """The group, its charter, its project and its pool as they were handed in: canonical JSON and its SHA-256."""

    __tablename__ = "group_snapshots"
    grants: ClassVar[str] = APPEND_ONLY

    joint_submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    content: Mapped[str]
    sha256: Mapped[bytes]

    __table_args__ = (within_school("joint_submission_id", "joint_submissions"),)
