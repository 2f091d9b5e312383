from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import SchoolRecord, within_school


class CalendarFeed(SchoolRecord):
    """That a person's calendar program may read their dates, by an address that is told once. `read_on` is the
    last day on which it did."""

    __tablename__ = "calendar_feeds"

    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes]
    made_at: Mapped[datetime]
    read_on: Mapped[date | None]

    __table_args__ = (within_school("staff_id", "staff"), UniqueConstraint("school_id", "token_hash"))
