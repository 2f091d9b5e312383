from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base.records import (
    APPEND_ONLY,
    Identified,
    PlatformRecord,
    Policy,
    SchoolRecord,
    one_of,
    within_school,
)
from tenants.schools.nations import Pattern
from tenants.schools.rules import Closure


class School(PlatformRecord):
    """The tenant. `places` is how many candidates it may have at once, set by the operator."""

    __tablename__ = "schools"
    policies: ClassVar[tuple[Policy, ...]] = (
        Policy("lectern_app", "SELECT"),
        Policy("lectern_app", "UPDATE", "id = nullif(current_setting('lectern.school_id', true), '')::uuid"),
        Policy("lectern_operator", "SELECT, INSERT, UPDATE"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    urn: Mapped[str | None]
    town: Mapped[str | None]
    places: Mapped[int]
    created_at: Mapped[datetime]
    set_up_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def was_checked(self) -> bool:
        """Whether the school has looked over its particulars: the first version is what the operator typed."""
        return self.version > 1

    __table_args__ = (CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug"),)


class AcademicYear(Identified):
    """`pattern`: whose usual dates it was started from."""

    __tablename__ = "academic_years"

    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    pattern: Mapped[str] = mapped_column(default=Pattern.ENGLAND.value)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        UniqueConstraint("school_id", "starts_on"),
        CheckConstraint("starts_on < ends_on", name="order"),
        one_of("pattern", Pattern),
    )


class HalfTerm(SchoolRecord):
    """A1 A2 Sp1 Sp2 Su1 Su2, with the dates of this school."""

    __tablename__ = "half_terms"

    year_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    __table_args__ = (
        within_school("year_id", "academic_years"),
        CheckConstraint("starts_on < ends_on", name="order"),
    )


class ClosedDay(SchoolRecord):
    """A weekday inside a half-term without lessons: a holiday, or an INSET day, on which only staff come."""

    __tablename__ = "closed_days"

    year_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]

    __table_args__ = (within_school("year_id", "academic_years"), one_of("kind", Closure))


class PaperAcceptance(Identified):
    """Which version of which paper was accepted, by whom, when."""

    __tablename__ = "paper_acceptances"
    grants: ClassVar[str] = APPEND_ONLY

    paper: Mapped[str]
    version: Mapped[str]
    accepted_by: Mapped[UUID]
    accepted_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("school_id", "paper", "version"),)
