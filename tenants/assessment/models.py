from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.assessment.rules.seats import AssignmentState
from tenants.assessment.rules.verdict import Reached, Result
from tenants.base.records import APPEND_ONLY, Identified, SchoolRecord, one_of, within_school


class Assignment(Identified):
    """One assessor's task on one submission. `left_reason` says why they declined it or it was taken back."""

    __tablename__ = "assignments"

    submission_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    seat: Mapped[int]
    state: Mapped[str] = mapped_column(default=AssignmentState.OFFERED.value)
    offered_at: Mapped[datetime]
    answer_by: Mapped[date]
    due_on: Mapped[date]
    left_reason: Mapped[str | None]
    recommendation: Mapped[str | None]
    feedback: Mapped[str] = mapped_column(default="")
    locked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("submission_id", "submissions"),
        within_school("staff_id", "staff"),
        UniqueConstraint("school_id", "submission_id", "staff_id"),
        Index(
            "uq_assignments_seat",
            "school_id",
            "submission_id",
            "seat",
            unique=True,
            postgresql_where="state NOT IN ('declined', 'withdrawn')",
        ),
        Index("ix_assignments_staff", "school_id", "staff_id", "state"),
        one_of("state", AssignmentState),
        CheckConstraint("seat BETWEEN 1 AND 3", name="seat"),
        CheckConstraint("(state = 'locked') = (locked_at IS NOT NULL)", name="locked"),
    )


class Judgement(SchoolRecord):
    """One assessor's word on one standard. `rationale` is for those who decide, `feedback` for the candidate;
    `evidence_id` refers into the submission's snapshot."""

    __tablename__ = "judgements"

    assignment_id: Mapped[UUID] = mapped_column(primary_key=True)
    standard_number: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int | None]
    rationale: Mapped[str] = mapped_column(default="")
    feedback: Mapped[str] = mapped_column(default="")
    evidence_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (within_school("assignment_id", "assignments"),)


class SharedJudgement(SchoolRecord):
    """An assessor's word on how strong a shared item of a group is: said once, and standing beside the claims of each
    member on it. `item_sha256`: of what the item said in the portfolio in which they read it."""

    __tablename__ = "shared_judgements"

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    strength: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    item_sha256: Mapped[str]
    said_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("group_id", "groups"),
        within_school("evidence_id", "evidence"),
        within_school("staff_id", "staff"),
        CheckConstraint("strength BETWEEN 1 AND 3", name="strength"),
    )


class Interest(Identified):
    """A declared interest: why this assessor must not judge this person."""

    __tablename__ = "declared_interests"

    staff_id: Mapped[UUID]
    about_staff_id: Mapped[UUID]
    reason: Mapped[str]
    declared_at: Mapped[datetime]

    __table_args__ = (
        within_school("staff_id", "staff"),
        within_school("about_staff_id", "staff"),
        UniqueConstraint("school_id", "staff_id", "about_staff_id"),
    )


class Adjudication(Identified):
    """How a disagreement was settled, by whom and why; `attended` names who was at a meeting."""

    __tablename__ = "adjudications"
    grants: ClassVar[str] = APPEND_ONLY

    submission_id: Mapped[UUID]
    reached: Mapped[str]
    reason: Mapped[str]
    attended: Mapped[str]
    settled_by: Mapped[UUID]
    settled_at: Mapped[datetime]

    __table_args__ = (
        within_school("submission_id", "submissions"),
        UniqueConstraint("school_id", "submission_id"),
        one_of("reached", Reached),
    )


class Outcome(Identified):
    """The decision on a submission; the candidate sees it once it is released."""

    __tablename__ = "outcomes"

    submission_id: Mapped[UUID]
    candidate_id: Mapped[UUID]
    cohort_id: Mapped[UUID]
    result: Mapped[str]
    reached: Mapped[str]
    feedback: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    resubmit_by: Mapped[date | None]
    released_at: Mapped[datetime | None]

    __table_args__ = (
        within_school("submission_id", "submissions"),
        within_school("candidate_id", "candidates"),
        within_school("cohort_id", "cohorts"),
        UniqueConstraint("school_id", "submission_id"),
        one_of("result", Result),
        one_of("reached", Reached),
    )


class OutcomeStandard(SchoolRecord):
    """The level settled for one standard, and why where two assessors differed. Banked: it stands in the next
    attempt; not banked: named as needing more evidence."""

    __tablename__ = "outcome_standards"

    outcome_id: Mapped[UUID] = mapped_column(primary_key=True)
    standard_number: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int]
    banked: Mapped[bool]
    feedback: Mapped[str]
    reason: Mapped[str]

    __table_args__ = (within_school("outcome_id", "outcomes"),)
