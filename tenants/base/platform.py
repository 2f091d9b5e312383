"""Platform rows that belong to no aggregate."""

from datetime import timedelta
from typing import ClassVar

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants.base import clock
from tenants.base.records import PlatformRecord, Policy


class ClockSetting(PlatformRecord):
    """How far the clock of the demonstration is from real time; no row means not at all."""

    __tablename__ = "clock_settings"
    policies: ClassVar[tuple[Policy, ...]] = (
        Policy("lectern_app", "SELECT"),
        Policy("lectern_operator", "SELECT, INSERT, UPDATE, DELETE"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offset_seconds: Mapped[int]

    __table_args__ = (CheckConstraint("id = 1", name="only_row"),)


def follow_clock(session: Session) -> None:
    """Moves this process's clock to where the platform row says."""
    seconds = session.scalar(select(ClockSetting.offset_seconds)) or 0
    clock.move_by(timedelta(seconds=seconds))
