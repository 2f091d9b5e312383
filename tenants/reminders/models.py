from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import SchoolRecord, one_of, within_school
from tenants.reminders.rules import Reminder


class Reminded(SchoolRecord):
    """That somebody was reminded of something on its day, so that they are not once more."""

    __tablename__ = "reminders_sent"

    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    reminder: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)

    __table_args__ = (within_school("staff_id", "staff"), one_of("reminder", Reminder))
