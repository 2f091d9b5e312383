"""The parts of a project one by one, its versions, and what its pages offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.projects.models import (
    Project,
    ProjectMeasure,
    ProjectMilestone,
    ProjectPoint,
    ProjectReference,
    ProjectVersion,
)
from tenants.projects.rules.telling import Told, read
from tenants.schools.models import AcademicYear, HalfTerm
from tenants.schools.rules import HALF_TERM_NAMES

R = TypeVar("R", ProjectReference, ProjectMeasure, ProjectMilestone, ProjectPoint)


def _one(session: Session, model: type[R], wanted: UUID) -> R:
    found = session.scalar(select(model).where(here(session, model), model.id == wanted))
    if found is None:
        raise NotFound
    return found


def reference(session: Session, reference_id: UUID) -> ProjectReference:
    return _one(session, ProjectReference, reference_id)


def measure(session: Session, measure_id: UUID) -> ProjectMeasure:
    return _one(session, ProjectMeasure, measure_id)


def milestone(session: Session, milestone_id: UUID) -> ProjectMilestone:
    return _one(session, ProjectMilestone, milestone_id)


def point(session: Session, point_id: UUID) -> ProjectPoint:
    return _one(session, ProjectPoint, point_id)


def versions(session: Session, project_id: UUID) -> Sequence[ProjectVersion]:
    """Newest first."""
    return session.scalars(
        select(ProjectVersion)
        .where(here(session, ProjectVersion), ProjectVersion.project_id == project_id)
        .order_by(ProjectVersion.version.desc())
    ).all()


@dataclass(frozen=True)
class Earlier:
    """A kept version with its project; whose project it is decides who may read it."""

    project: Project
    kept: ProjectVersion
    told: Told

    @property
    def candidate_id(self) -> UUID:
        return self.project.candidate_id

    @property
    def group_id(self) -> UUID | None:
        return self.project.group_id


def version(session: Session, project_id: UUID, number: int) -> Earlier:
    row = session.execute(
        select(Project, ProjectVersion)
        .join(Project, beside(Project, ProjectVersion, Project.id == ProjectVersion.project_id))
        .where(here(session, Project), Project.id == project_id, ProjectVersion.version == number)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Earlier(row[0], row[1], read(row[1].content))


@dataclass(frozen=True)
class HalfTermOffered:
    """A half-term in which a milestone may lie."""

    year_id: UUID
    code: str
    name: str
    ends_on: date

    @property
    def key(self) -> str:
        return f"{self.year_id}:{self.code}"


def half_terms(session: Session, project_id: UUID) -> list[HalfTermOffered]:
    """From the one in which the cohort starts, in the years that the school has set up."""
    from_day = (
        select(Candidate.approved_at)
        .join(Project, beside(Project, Candidate, Project.candidate_id == Candidate.id))
        .where(here(session, Project), Project.id == project_id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(HalfTerm, AcademicYear.name)
        .join(AcademicYear, beside(AcademicYear, HalfTerm, AcademicYear.id == HalfTerm.year_id))
        .where(here(session, HalfTerm), HalfTerm.ends_on >= from_day)
        .order_by(HalfTerm.starts_on)
    )
    return [
        HalfTermOffered(term.year_id, term.code, f"{HALF_TERM_NAMES[term.code]}, {year}", term.ends_on)
        for term, year in rows
    ]


@dataclass(frozen=True)
class ForMentor:
    """How much of a project a mentor may read."""

    id: UUID
    plan_shared_at: datetime | None
    shared_at: datetime | None

    @property
    def shown(self) -> bool:
        return self.shared or self.plan_shared_at is not None

    @property
    def shared(self) -> bool:
        return self.shared_at is not None


def shown_to_mentor(session: Session, candidate_id: UUID) -> ForMentor | None:
    row = session.execute(
        select(Project.id, Project.plan_shared_at, Project.shared_at).where(
            here(session, Project), Project.candidate_id == candidate_id
        )
    ).one_or_none()
    return None if row is None else ForMentor(*row)
