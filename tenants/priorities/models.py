from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.base.records import Identified, SchoolRecord, one_of, within_school
from tenants.priorities.rules.states import Better, Rating, Strength


class ImprovementPlan(Identified):
    """What the school wants to get better at in one academic year. Its mapping is told in `edition_id`, the version
    of the standards it was begun with. `carried_from` is the plan it was begun from; `agreed_on`, when governors
    agreed."""

    __tablename__ = "improvement_plans"

    year_id: Mapped[UUID]
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    about: Mapped[str] = mapped_column(default="")
    agreed_on: Mapped[date | None]
    carried_from: Mapped[UUID | None]
    archived_at: Mapped[datetime | None]
    begun_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    plan_id = synonym("id")

    __table_args__ = (
        within_school("year_id", "academic_years"),
        within_school("carried_from", "improvement_plans"),
        UniqueConstraint("school_id", "year_id"),
    )


class Priority(Identified):
    """One aim of a plan. `line_id` is shared by what is one priority through the years: the id of the first of them.
    So work that names it in one year is found in the next one's plan, too."""

    __tablename__ = "priorities"

    plan_id: Mapped[UUID]
    line_id: Mapped[UUID]
    number: Mapped[int]
    title: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    priority_id = synonym("id")

    __table_args__ = (
        within_school("plan_id", "improvement_plans"),
        within_school("line_id", "priorities"),
        UniqueConstraint("school_id", "plan_id", "line_id"),
        Index("ix_priorities_line", "school_id", "line_id"),
        CheckConstraint("number > 0", name="number"),
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.line_id = values.get("line_id") or self.id


class SuccessMeasure(Identified):
    """What will be different, as a figure. What it is now is its latest reading; without one, the baseline."""

    __tablename__ = "success_measures"

    priority_id: Mapped[UUID]
    name: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    better: Mapped[str]
    baseline: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    baseline_on: Mapped[date]
    target: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    version: Mapped[int] = mapped_column(default=1)

    measure_id = synonym("id")

    __table_args__ = (
        within_school("priority_id", "priorities"),
        Index("ix_success_measures_priority", "school_id", "priority_id"),
        one_of("better", Better),
    )


class Reading(SchoolRecord):
    """What a success measure was on a day."""

    __tablename__ = "success_readings"

    measure_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    read_by: Mapped[UUID]
    read_at: Mapped[datetime]

    __table_args__ = (
        within_school("measure_id", "success_measures"),
        within_school("read_by", "staff"),
    )


class PlannedAction(Identified):
    """A step towards a priority, with who sees to it and until when."""

    __tablename__ = "planned_actions"

    priority_id: Mapped[UUID]
    what: Mapped[str]
    staff_id: Mapped[UUID | None]
    starts_on: Mapped[date | None]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    action_id = synonym("id")

    __table_args__ = (
        within_school("priority_id", "priorities"),
        within_school("staff_id", "staff"),
        Index("ix_planned_actions_priority", "school_id", "priority_id", "due_on"),
        Index("ix_planned_actions_staff", "school_id", "staff_id", "due_on"),
        CheckConstraint("starts_on <= due_on", name="days"),
    )


class Review(SchoolRecord):
    """How a priority was getting on in a half-term of its plan's year."""

    __tablename__ = "priority_reviews"

    priority_id: Mapped[UUID] = mapped_column(primary_key=True)
    half_term: Mapped[str] = mapped_column(primary_key=True)
    rating: Mapped[str]
    note: Mapped[str]
    reviewed_by: Mapped[UUID]
    reviewed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("priority_id", "priorities"),
        within_school("reviewed_by", "staff"),
        one_of("rating", Rating),
    )


class Mapping(SchoolRecord):
    """How strongly a standard serves a priority, from a day on: what was said last on that day, until a later day says
    otherwise. So any day shows the mapping that held then."""

    __tablename__ = "mappings"

    priority_id: Mapped[UUID] = mapped_column(primary_key=True)
    standard_number: Mapped[int] = mapped_column(primary_key=True)
    from_on: Mapped[date] = mapped_column(primary_key=True)
    strength: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    set_by: Mapped[UUID]
    set_at: Mapped[datetime]

    __table_args__ = (
        within_school("priority_id", "priorities"),
        within_school("set_by", "staff"),
        one_of("strength", Strength),
    )
