from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.base.records import Identified, SchoolRecord, one_of, within_school
from tenants.base.searching import ONLY_SEARCHED, found_by
from tenants.cohorts.rules import LONGEST_ORDER, CohortState, Part, PlaceState


class Cohort(Identified):
    """Candidates who go through the programme together. The submission window is the field's gateway.
    `po_number` is the school's own purchase order for the places, as its finance system writes it."""

    __tablename__ = "cohorts"

    name: Mapped[str]
    template: Mapped[str]
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    year_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default=CohortState.PLANNED.value)
    starts_on: Mapped[date]
    gateway: Mapped[str]
    window_opens_on: Mapped[date]
    window_closes_on: Mapped[date]
    places: Mapped[int]
    minimum_items: Mapped[int]
    minimum_presentations: Mapped[int]
    po_number: Mapped[str | None]
    planned_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    cohort_id = synonym("id")

    __table_args__ = (
        within_school("year_id", "academic_years"),
        UniqueConstraint("school_id", "name"),
        one_of("state", CohortState),
        CheckConstraint("window_opens_on <= window_closes_on", name="window"),
        CheckConstraint("starts_on <= window_closes_on", name="start"),
        CheckConstraint("places > 0", name="places"),
        found_by("name", "gateway"),
        CheckConstraint(f"char_length(po_number) BETWEEN 1 AND {LONGEST_ORDER}", name="po_number"),
    )
    __mapper_args__ = ONLY_SEARCHED


class CohortTeamMember(SchoolRecord):
    """Who leads the cohort, and the mentors and assessors it draws on."""

    __tablename__ = "cohort_team"

    cohort_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (
        within_school("cohort_id", "cohorts"),
        within_school("staff_id", "staff"),
        one_of("part", Part),
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
