from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.base.actor import Appointment, Role
from tenants.base.records import Identified, SchoolRecord, one_of, within_school
from tenants.base.searching import ONLY_SEARCHED, found_by
from tenants.staff.rules.states import ListState


class StaffKind(StrEnum):
    MEMBER = "member"
    GUEST = "guest"


class StandingSource(StrEnum):
    AWARD = "award"
    EARLIER_AWARD = "earlier_award"


class Staff(Identified):
    """A person at one school. A guest is an outsider who acts here until a date.

    `manager_outside` says that nobody at this school is the person's line manager. `unsettled_manager` is what a
    list said of the line manager, when nobody here can be told from it or it would close a loop."""

    __tablename__ = "staff"

    name: Mapped[str]
    email: Mapped[str]
    job_title: Mapped[str | None]
    department: Mapped[str | None]
    line_manager_id: Mapped[UUID | None]
    manager_outside: Mapped[bool] = mapped_column(default=False)
    unsettled_manager: Mapped[str | None]
    mis_number: Mapped[str | None]
    kind: Mapped[str] = mapped_column(default=StaffKind.MEMBER.value)
    ends_on: Mapped[date | None]
    joined_at: Mapped[datetime]
    deactivated_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    staff_id: Mapped[UUID] = synonym("id")

    __table_args__ = (
        within_school("line_manager_id", "staff"),
        UniqueConstraint("school_id", "email"),
        Index(
            "uq_staff_mis_number",
            "school_id",
            "mis_number",
            unique=True,
            postgresql_where="mis_number IS NOT NULL",
        ),
        Index("ix_staff_name", "school_id", "name", "id"),
        CheckConstraint("email = lower(email)", name="email_normal"),
        one_of("kind", StaffKind),
        CheckConstraint("kind <> 'guest' OR ends_on IS NOT NULL", name="guest_ends"),
        CheckConstraint("NOT (manager_outside AND line_manager_id IS NOT NULL)", name="one_line"),
        found_by("name", "job_title", "department"),
    )
    __mapper_args__ = ONLY_SEARCHED

    @property
    def is_guest(self) -> bool:
        return self.kind == StaffKind.GUEST

    @property
    def line_is_settled(self) -> bool:
        """Whether we know who manages them, so that a conflict of interest can be seen."""
        known = self.line_manager_id is not None or self.manager_outside or self.is_guest
        return known and self.unsettled_manager is None


class FormerAddress(Identified):
    """The address that somebody had: kept until they were told there that it was changed."""

    __tablename__ = "former_addresses"

    staff_id: Mapped[UUID]
    email: Mapped[str]
    changed_at: Mapped[datetime]

    __table_args__ = (within_school("staff_id", "staff"),)


class StaffRole(SchoolRecord):
    """A role counts from `since` to `until`, both days inside; without them always."""

    __tablename__ = "staff_roles"

    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[date | None]
    until: Mapped[date | None]

    __table_args__ = (
        within_school("staff_id", "staff"),
        one_of("role", Role),
        CheckConstraint("since <= until", name="days"),
    )


class StaffAppointment(SchoolRecord):
    """What a person is appointed to; written by the aggregate whose record `subject_id` names. One that is held
    through another counts as long as the same person is appointed to `through_id` as well."""

    __tablename__ = "appointments"

    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    appointment: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    until: Mapped[date | None]
    through_id: Mapped[UUID | None]

    __table_args__ = (
        within_school("staff_id", "staff"),
        one_of("appointment", Appointment),
        Index("ix_appointments_subject", "school_id", "subject_id", "appointment"),
    )


class Standing(Identified):
    """Current Lead Practitioner status of a staff member: from an award here, or an earlier one that the
    operator has confirmed from its proof."""

    __tablename__ = "standings"

    staff_id: Mapped[UUID]
    source: Mapped[str]
    proof: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        within_school("staff_id", "staff"),
        one_of("source", StandingSource),
        Index("ix_standings_staff", "school_id", "staff_id"),
    )


class StaffImport(Identified):
    """A list of staff on its way: the table that was read, then the rows of the columns that were chosen, then
    what was done with them, so that it can be undone. All of that is forgotten after a day; `counts` stays, and
    the choice of `columns` for lists of the same `layout` (see `rules/layouts`)."""

    __tablename__ = "staff_imports"

    state: Mapped[str] = mapped_column(default=ListState.READ.value)
    uploaded_by: Mapped[UUID]
    uploaded_at: Mapped[datetime]
    as_read: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    layout: Mapped[str | None]
    columns: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)
    agreed: Mapped[str | None]
    asked_by: Mapped[UUID | None]
    job_id: Mapped[UUID | None]
    counts: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)
    left_out: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    deeds: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    done_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    __table_args__ = (
        within_school("uploaded_by", "staff"),
        within_school("asked_by", "staff"),
        one_of("state", ListState),
        Index("ix_staff_imports_time", "school_id", "uploaded_at"),
    )
