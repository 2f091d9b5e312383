from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import PlatformRecord, Policy


class Tick(PlatformRecord):
    """One slot of one periodic job: settled once, by whichever dispatcher came first. `ran` is false for a
    slot that was let pass."""

    __tablename__ = "ticks"
    policies: ClassVar[tuple[Policy, ...]] = (Policy("lectern_operator", "SELECT, INSERT, DELETE"),)

    job: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[datetime] = mapped_column(primary_key=True)
    ran: Mapped[bool]
    settled_at: Mapped[datetime]
