from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.base.records import Identified, one_of, within_school


class CohortState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class PlaceState(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    DECLINED = "declined"
    NOT_APPROVED = "not_approved"
    WITHDRAWN = "withdrawn"


class Cohort(Identified):
    """Candidates who go through the programme together. The submission window is the field's gateway."""

    __tablename__ = "cohorts"

    name: Mapped[str]
    template: Mapped[str]
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    year_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default=CohortState.OPEN.value)
    starts_on: Mapped[date]
    gateway: Mapped[str]
    window_opens_on: Mapped[date]
    window_closes_on: Mapped[date]
    places: Mapped[int]
    minimum_items: Mapped[int]
    minimum_presentations: Mapped[int]
    opened_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    cohort_id = synonym("id")

    __table_args__ = (
        within_school("year_id", "academic_years"),
        UniqueConstraint("school_id", "name"),
        one_of("state", CohortState),
        CheckConstraint("window_opens_on <= window_closes_on", name="window"),
        CheckConstraint("starts_on <= window_closes_on", name="start"),
        CheckConstraint("places > 0", name="places"),
    )


class Candidate(Identified):
    """A staff member's place in a cohort."""

    __tablename__ = "candidates"

    cohort_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default=PlaceState.INVITED.value)
    invited_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]

    candidate_id = synonym("id")

    __table_args__ = (
        within_school("cohort_id", "cohorts"),
        within_school("staff_id", "staff"),
        UniqueConstraint("school_id", "cohort_id", "staff_id"),
        Index("ix_candidates_staff", "school_id", "staff_id"),
        one_of("state", PlaceState),
    )
