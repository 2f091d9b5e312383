from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.base.clock import SCHOOL_TIME
from tenants.base.records import APPEND_ONLY, Identified, SchoolRecord, one_of, within_school
from tenants.base.searching import ONLY_SEARCHED, found_by
from tenants.cohorts.rules import (
    LONGEST_NOTE,
    LONGEST_ORDER,
    ArrangementKind,
    CohortState,
    Part,
    PlaceState,
    Presence,
)
from tenants.programmes.rules.design import MOST_MINUTES, Limits, StepKind, limits


class Cohort(Identified):
    """Candidates who go through the programme together. The submission window is the field's gateway.
    `po_number` is the school's own purchase order for the places, as its finance system writes it.

    It was planned with a national programme or one of the school's own, and keeps that version; `asks` is what it took
    from it beside the two numbers that are changed most."""

    __tablename__ = "cohorts"

    name: Mapped[str]
    national_id: Mapped[UUID | None] = mapped_column(ForeignKey("national_programmes.id"))
    programme_id: Mapped[UUID | None]
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
    asks: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    offers_by_itself: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[datetime | None]
    po_number: Mapped[str | None]
    planned_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    cohort_id = synonym("id")

    __table_args__ = (
        within_school("year_id", "academic_years"),
        within_school("programme_id", "programmes"),
        CheckConstraint("num_nonnulls(national_id, programme_id) <= 1", name="programme"),
        CheckConstraint("archived_at IS NULL OR state = 'closed'", name="archived"),
        UniqueConstraint("school_id", "name"),
        one_of("state", CohortState),
        CheckConstraint("window_opens_on <= window_closes_on", name="window"),
        CheckConstraint("starts_on <= window_closes_on", name="start"),
        CheckConstraint("places > 0", name="places"),
        found_by("name", "gateway"),
        CheckConstraint(f"char_length(po_number) BETWEEN 1 AND {LONGEST_ORDER}", name="po_number"),
    )
    __mapper_args__ = ONLY_SEARCHED

    @property
    def limits(self) -> Limits:
        """What its candidates are held to."""
        found = limits(self.asks)
        evidence = replace(found.evidence, items=self.minimum_items, presentations=self.minimum_presentations)
        return replace(found, evidence=evidence)


class CohortPriority(SchoolRecord):
    """A priority of the improvement plan that the cohort's work is focused on."""

    __tablename__ = "cohort_priorities"

    cohort_id: Mapped[UUID] = mapped_column(primary_key=True)
    priority_id: Mapped[UUID] = mapped_column(primary_key=True)
    focused_by: Mapped[UUID]
    focused_at: Mapped[datetime]

    __table_args__ = (
        within_school("cohort_id", "cohorts"),
        within_school("priority_id", "priorities"),
        within_school("focused_by", "staff"),
        Index("ix_cohort_priorities_priority", "school_id", "priority_id"),
    )


class TimetableDate(Identified):
    """A step of the programme on a day of the cohort's; without one while nobody has found it. The launch and both ends
    of the window stand in the cohort as well, where every page asks for them."""

    __tablename__ = "timetable_dates"

    cohort_id: Mapped[UUID]
    kind: Mapped[str]
    title: Mapped[str]
    day: Mapped[date | None]
    starts_at: Mapped[time | None]
    minutes: Mapped[int | None]
    place: Mapped[str | None]
    done: Mapped[str] = mapped_column(default="")
    note: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    date_id = synonym("id")

    __table_args__ = (
        within_school("cohort_id", "cohorts"),
        Index("ix_timetable_dates_cohort", "school_id", "cohort_id", "day"),
        one_of("kind", StepKind),
        CheckConstraint("kind NOT IN ('launch', 'opens', 'closes') OR day IS NOT NULL", name="day"),
        CheckConstraint(f"minutes BETWEEN 1 AND {MOST_MINUTES}", name="minutes"),
    )

    @property
    def begins_at(self) -> datetime | None:
        """By the clock on the school's wall, also across its change in March and October."""
        if self.day is None or self.starts_at is None:
            return None
        return datetime.combine(self.day, self.starts_at, SCHOOL_TIME)


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
    """A staff member's place in a cohort. `queued_at`: since when they wait for one. `agreed_at`: a headteacher had
    agreed before they were invited, so that nobody is asked again. What is arranged for them alone: their own
    submission window, and in `deferred_closes_on` its last day before any extension; a break."""

    __tablename__ = "candidates"

    cohort_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default=PlaceState.INVITED.value)
    invited_at: Mapped[datetime]
    queued_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    own_gateway: Mapped[str | None]
    own_opens_on: Mapped[date | None]
    own_closes_on: Mapped[date | None]
    deferred_closes_on: Mapped[date | None]
    paused_from: Mapped[date | None]
    paused_until: Mapped[date | None]

    candidate_id = synonym("id")

    __table_args__ = (
        within_school("cohort_id", "cohorts"),
        within_school("staff_id", "staff"),
        UniqueConstraint("school_id", "cohort_id", "staff_id"),
        Index("ix_candidates_staff", "school_id", "staff_id"),
        one_of("state", PlaceState),
        CheckConstraint("(paused_from IS NULL) = (paused_until IS NULL)", name="pause"),
        CheckConstraint("paused_from <= paused_until", name="pause_days"),
    )


class Arrangement(Identified):
    """A decision for one person alone, as it was made. The grounds are for those who run the cohort."""

    __tablename__ = "arrangements"
    grants: ClassVar[str] = APPEND_ONLY

    candidate_id: Mapped[UUID]
    kind: Mapped[str]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    grounds: Mapped[str]
    decided_by: Mapped[UUID]
    decided_at: Mapped[datetime]

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        within_school("decided_by", "staff"),
        Index("ix_arrangements_candidate", "school_id", "candidate_id"),
        one_of("kind", ArrangementKind),
    )


class Register(Identified):
    """Who was there on a date of the timetable: taken by whom, and when it was last saved."""

    __tablename__ = "registers"

    date_id: Mapped[UUID]
    taken_by: Mapped[UUID]
    taken_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        within_school("date_id", "timetable_dates"),
        within_school("taken_by", "staff"),
        UniqueConstraint("school_id", "date_id"),
    )


class RegisterMark(SchoolRecord):
    """One person in a register."""

    __tablename__ = "register_marks"

    register_id: Mapped[UUID] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID] = mapped_column(primary_key=True)
    presence: Mapped[str]

    __table_args__ = (
        within_school("register_id", "registers"),
        within_school("candidate_id", "candidates"),
        Index("ix_register_marks_candidate", "school_id", "candidate_id"),
        one_of("presence", Presence),
    )


class PlaceNote(Identified):
    """What whoever runs the cohort keeps about a candidate. It stays as it was written."""

    __tablename__ = "place_notes"
    grants: ClassVar[str] = APPEND_ONLY

    candidate_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    body: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        within_school("staff_id", "staff"),
        Index("ix_place_notes_candidate", "school_id", "candidate_id"),
        CheckConstraint(f"char_length(body) BETWEEN 1 AND {LONGEST_NOTE}", name="body"),
    )
