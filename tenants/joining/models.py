from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.base.records import APPEND_ONLY, Identified, one_of, within_school
from tenants.joining.rules.requests import OPEN, RequestState
from tenants.joining.rules.time import LONGEST, MOST_HOURS, QUARTER, Purpose

_OPEN = ", ".join(f"'{state.value}'" for state in OPEN)


class JoiningRequest(Identified):
    """Somebody who works here asks to take part. `cohort_id`: in which cohort they would like to, if they said.
    `manager_id`: the line manager who was asked; nobody where the headteacher decides alone. `approved_for_id`: the
    cohort that an approval is for, if it is for one only."""

    __tablename__ = "joining_requests"

    staff_id: Mapped[UUID]
    cohort_id: Mapped[UUID | None]
    manager_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default=RequestState.ASKED.value)
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    manager_supports: Mapped[bool | None]
    manager_reason: Mapped[str] = mapped_column(default="")
    manager_said_at: Mapped[datetime | None]
    approved_for_id: Mapped[UUID | None]
    decided_by: Mapped[UUID | None]
    decided_reason: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    request_id = synonym("id")

    __table_args__ = (
        within_school("staff_id", "staff"),
        within_school("cohort_id", "cohorts"),
        within_school("manager_id", "staff"),
        within_school("approved_for_id", "cohorts"),
        within_school("decided_by", "staff"),
        one_of("state", RequestState),
        CheckConstraint("manager_id <> staff_id", name="manager"),
        CheckConstraint("decided_by <> staff_id", name="decided_by"),
        CheckConstraint("(manager_supports IS NULL) = (manager_said_at IS NULL)", name="manager_said"),
        CheckConstraint(
            "state NOT IN ('approved', 'not_approved', 'kept') OR decided_at IS NOT NULL", name="decided"
        ),
        Index(
            "uq_joining_requests_open",
            "school_id",
            "staff_id",
            unique=True,
            postgresql_where=f"state IN ({_OPEN})",
        ),
        Index("ix_joining_requests_manager", "school_id", "manager_id"),
        Index("ix_joining_requests_asked", "school_id", "asked_at"),
    )


class TimeGrant(Identified):
    """So many hours altogether for a place, from then on until the next grant. None is changed: the latest counts."""

    __tablename__ = "time_grants"
    grants: ClassVar[str] = APPEND_ONLY

    candidate_id: Mapped[UUID]
    hours: Mapped[int]
    from_on: Mapped[date]
    how: Mapped[str]
    granted_by: Mapped[UUID]
    granted_at: Mapped[datetime]

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        within_school("granted_by", "staff"),
        CheckConstraint(f"hours BETWEEN 0 AND {MOST_HOURS}", name="hours"),
        Index("ix_time_grants_candidate", "school_id", "candidate_id", "granted_at"),
    )


class TimeUse(Identified):
    """Time that a candidate used. `note` is for themselves."""

    __tablename__ = "time_uses"

    candidate_id: Mapped[UUID]
    used_on: Mapped[date]
    minutes: Mapped[int]
    purpose: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime]

    use_id = synonym("id")

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        one_of("purpose", Purpose),
        CheckConstraint(
            f"minutes BETWEEN {QUARTER} AND {LONGEST} AND minutes % {QUARTER} = 0", name="minutes"
        ),
        Index("ix_time_uses_candidate", "school_id", "candidate_id", "used_on"),
    )
