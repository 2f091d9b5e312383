from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import SchoolRecord, within_school


class Attempt(SchoolRecord):
    """A further attempt, opened when more evidence is needed. The first one needs no row: the cohort's
    submission window is its time."""

    __tablename__ = "attempts"

    candidate_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]
    resubmit_by: Mapped[date]

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        CheckConstraint("number > 1", name="number"),
    )


class BankedStandard(SchoolRecord):
    """A standard settled in an earlier attempt at this level. `attempt` is the one it was banked for."""

    __tablename__ = "banked_standards"

    candidate_id: Mapped[UUID] = mapped_column(primary_key=True)
    standard_number: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int]
    attempt: Mapped[int]

    __table_args__ = (within_school("candidate_id", "candidates"),)
