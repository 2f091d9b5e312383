from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.base.records import APPEND_ONLY, Identified, SchoolRecord, one_of, within_school
from tenants.base.searching import ONLY_SEARCHED, found_by
from tenants.projects.rules.states import Better, Decision, Part, Party, PlanState
from tenants.projects.rules.words import Words

SEARCHED = ("title", "question", "need", "change", "method", "findings", "impact", "next_steps")
"""What the library shows whole, so that a find never tells more than the page."""


class Project(Identified):
    """The small-scale research of a candidate, or of a group, on learners' learning. Each part is saved for itself:
    `versions` says how often, by part. `state` is the plan's, and `round` counts how often agreement was asked for.
    `savers` says who saved each part last. Of a group's project `candidate_id` is the place of its convener."""

    __tablename__ = "projects"

    candidate_id: Mapped[UUID]
    group_id: Mapped[UUID | None]
    cohort_id: Mapped[UUID]
    need: Mapped[str] = mapped_column(default="")
    learners: Mapped[str] = mapped_column(default="")
    known_from: Mapped[str] = mapped_column(default="")
    options: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(default="")
    change: Mapped[str] = mapped_column(default="")
    reading: Mapped[str] = mapped_column(default="")
    method: Mapped[str] = mapped_column(default="")
    participants: Mapped[str] = mapped_column(default="")
    participants_count: Mapped[int | None]
    ethics_unusual: Mapped[bool | None]
    ethics_sensitive: Mapped[bool | None]
    ethics_recognised: Mapped[bool | None]
    ethics_records: Mapped[bool | None]
    ethics_left_out: Mapped[bool | None]
    ethics_note: Mapped[str] = mapped_column(default="")
    baseline: Mapped[str] = mapped_column(default="")
    findings: Mapped[str] = mapped_column(default="")
    impact: Mapped[str] = mapped_column(default="")
    limits: Mapped[str] = mapped_column(default="")
    next_steps: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=PlanState.WRITING.value)
    round: Mapped[int] = mapped_column(default=0)
    agreed_at: Mapped[datetime | None]
    plan_shared_at: Mapped[datetime | None]
    shared_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    library_since: Mapped[datetime | None]
    priorities_named_at: Mapped[datetime | None]
    versions: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)
    savers: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    project_id = synonym("id")

    __table_args__ = (
        within_school("candidate_id", "candidates"),
        within_school("group_id", "groups"),
        within_school("cohort_id", "cohorts"),
        Index(
            "uq_projects_own", "school_id", "candidate_id", unique=True, postgresql_where="group_id IS NULL"
        ),
        UniqueConstraint("school_id", "group_id"),
        Index("ix_projects_cohort", "school_id", "cohort_id", "state"),
        one_of("state", PlanState),
        CheckConstraint("library_since IS NULL OR finished_at IS NOT NULL", name="library"),
        CheckConstraint("participants_count > 0", name="participants"),
        found_by(*SEARCHED),
    )
    __mapper_args__ = ONLY_SEARCHED

    @property
    def words(self) -> Words:
        return Words(**{field.name: getattr(self, field.name) for field in fields(Words)})

    def version_of(self, part: Part) -> int:
        return self.versions.get(part.value, 0)

    def saver_of(self, part: Part) -> UUID | None:
        saver = self.savers.get(part.value)
        return UUID(saver) if saver else None


class ProjectPriority(SchoolRecord):
    """A priority of the improvement plan that a project serves, as its author named it."""

    __tablename__ = "project_priorities"

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    priority_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        within_school("project_id", "projects"),
        within_school("priority_id", "priorities"),
        Index("ix_project_priorities_priority", "school_id", "priority_id"),
    )


class ProjectVersion(SchoolRecord):
    """What a project said when it was saved by a button, and now and then between. Version numbers have gaps."""

    __tablename__ = "project_versions"
    grants: ClassVar[str] = APPEND_ONLY

    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID]

    __table_args__ = (within_school("project_id", "projects"),)


class ProjectReference(Identified):
    """Something that was read. `doi` in lower case, `isbn` as thirteen digits: each in its one form."""

    __tablename__ = "project_references"

    project_id: Mapped[UUID]
    candidate_id: Mapped[UUID]
    title: Mapped[str]
    authors: Mapped[str]
    year: Mapped[int | None]
    source: Mapped[str]
    doi: Mapped[str | None]
    isbn: Mapped[str | None]
    url: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("project_id", "projects"),
        within_school("candidate_id", "candidates"),
        Index("ix_project_references_project", "school_id", "project_id"),
        CheckConstraint("isbn ~ '^97[89][0-9]{10}$'", name="isbn"),
    )


class ProjectMeasure(Identified):
    __tablename__ = "project_measures"

    project_id: Mapped[UUID]
    candidate_id: Mapped[UUID]
    name: Mapped[str]
    unit: Mapped[str]
    better: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("project_id", "projects"),
        within_school("candidate_id", "candidates"),
        Index("ix_project_measures_project", "school_id", "project_id"),
        one_of("better", Better),
    )


class ProjectPoint(Identified):
    """A figure of a measure: on which day, and how many people are behind it."""

    __tablename__ = "project_points"

    measure_id: Mapped[UUID]
    candidate_id: Mapped[UUID]
    day: Mapped[date]
    value: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    people: Mapped[int]

    __table_args__ = (
        within_school("measure_id", "project_measures"),
        within_school("candidate_id", "candidates"),
        Index("ix_project_points_measure", "school_id", "measure_id", "day"),
        CheckConstraint("people > 0", name="people"),
    )


class ProjectMilestone(Identified):
    """What is to be reached by the end of a half-term of the school's year."""

    __tablename__ = "project_milestones"

    project_id: Mapped[UUID]
    candidate_id: Mapped[UUID]
    year_id: Mapped[UUID]
    code: Mapped[str]
    words: Mapped[str]
    done_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        within_school("project_id", "projects"),
        within_school("candidate_id", "candidates"),
        within_school("year_id", "academic_years"),
        Index("ix_project_milestones_project", "school_id", "project_id"),
    )


class PlanAnswer(Identified):
    """The word of a mentor or programme lead on a plan, in one round of asking."""

    __tablename__ = "plan_answers"
    grants: ClassVar[str] = APPEND_ONLY

    project_id: Mapped[UUID]
    round: Mapped[int]
    party: Mapped[str]
    staff_id: Mapped[UUID]
    decision: Mapped[str]
    comment: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (
        within_school("project_id", "projects"),
        within_school("staff_id", "staff"),
        Index("ix_plan_answers_project", "school_id", "project_id", "round"),
        one_of("party", Party),
        one_of("decision", Decision),
    )
