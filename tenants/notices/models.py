from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import Identified, SchoolRecord, one_of, within_school
from tenants.notices.rules import Kind, Pace


class Notice(Identified):
    """What somebody was told, and where it leads inside the school's space. `job_id` is the job that told it,
    which is asked once more before a digest says it again. `waits`: it is left to the next digest."""

    __tablename__ = "notices"

    staff_id: Mapped[UUID]
    job_id: Mapped[UUID]
    kind: Mapped[str]
    title: Mapped[str]
    path: Mapped[str]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    waits: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        within_school("staff_id", "staff"),
        UniqueConstraint("school_id", "job_id"),
        Index("ix_notices_staff", "school_id", "staff_id", "id"),
        Index("ix_notices_unread", "school_id", "staff_id", postgresql_where="read_at IS NULL"),
        Index("ix_notices_waiting", "school_id", "staff_id", postgresql_where="waits"),
        one_of("kind", Kind),
        CheckConstraint("path LIKE '/%'", name="path"),
    )


class MailSetting(SchoolRecord):
    """How somebody wants to be told by email; nobody has one before they choose. `quiet_from`: the hour from
    which nothing is sent until the next school morning."""

    __tablename__ = "mail_settings"

    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    pace: Mapped[str] = mapped_column(default=Pace.AT_ONCE.value)
    reminders: Mapped[bool] = mapped_column(default=True)
    quiet_from: Mapped[int | None]

    __table_args__ = (
        within_school("staff_id", "staff"),
        one_of("pace", Pace),
        CheckConstraint("quiet_from BETWEEN 8 AND 23", name="quiet_from"),
    )
