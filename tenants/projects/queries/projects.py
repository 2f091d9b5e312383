"""The parts of a project one by one, its versions, and what its pages offer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import beside, bound_school, here
from tenants.cohorts.models import Candidate
from tenants.groups.queries.members import name_in
from tenants.projects.models import (
    Project,
    ProjectMeasure,
    ProjectMilestone,
    ProjectPoint,
    ProjectReference,
    ProjectVersion,
)
from tenants.projects.queries.whose import of_place
from tenants.projects.rules.telling import Told, read
from tenants.schools.models import AcademicYear, HalfTerm
from tenants.schools.rules import HALF_TERM_NAMES
from tenants.staff.models import Staff

R = TypeVar("R", ProjectReference, ProjectMeasure, ProjectMilestone)


@dataclass(frozen=True)
class OfProject:
    """Whose project it is decides who may read or change what hangs on it."""

    project: Project

    @property
    def candidate_id(self) -> UUID:
        return self.project.candidate_id

    @property
    def group_id(self) -> UUID | None:
        return self.project.group_id


@dataclass(frozen=True)
class Held(OfProject, Generic[R]):
    """What hangs on a project, with it."""

    one: R


def _held(session: Session, model: type[R], wanted: UUID) -> Held[R]:
    row = session.execute(
        select(Project, model)
        .join(model, beside(model, Project, model.project_id == Project.id))
        .where(here(session, model), model.id == wanted)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Held(row[0], row[1])


def reference(session: Session, reference_id: UUID) -> Held[ProjectReference]:
    return _held(session, ProjectReference, reference_id)


def measure(session: Session, measure_id: UUID) -> Held[ProjectMeasure]:
    return _held(session, ProjectMeasure, measure_id)


def milestone(session: Session, milestone_id: UUID) -> Held[ProjectMilestone]:
    return _held(session, ProjectMilestone, milestone_id)


@dataclass(frozen=True)
class HeldPoint(OfProject):
    """A figure, with its measure and the project."""

    one: ProjectPoint
    measure: ProjectMeasure


def point(session: Session, point_id: UUID) -> HeldPoint:
    row = session.execute(
        select(Project, ProjectPoint, ProjectMeasure)
        .select_from(ProjectPoint)
        .join(
            ProjectMeasure, beside(ProjectMeasure, ProjectPoint, ProjectMeasure.id == ProjectPoint.measure_id)
        )
        .join(Project, beside(Project, ProjectMeasure, Project.id == ProjectMeasure.project_id))
        .where(here(session, ProjectPoint), ProjectPoint.id == point_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return HeldPoint(*row)


@dataclass(frozen=True)
class Kept:
    """A version, and the name of who saved it, as the record of the group has it."""

    version: int
    saved_at: datetime
    title: str
    name: str | None


def versions(session: Session, project_id: UUID) -> list[Kept]:
    """Newest first."""
    one = ProjectVersion
    rows = session.execute(
        select(one.version, one.saved_at, one.content["words"]["title"].astext, name_in(Project.group_id))
        .join(Project, beside(Project, one, Project.id == one.project_id))
        .outerjoin(Staff, beside(Staff, one, Staff.id == one.saved_by))
        .where(here(session, one), one.project_id == project_id)
        .order_by(one.version.desc())
    )
    return [Kept(*row) for row in rows]


@dataclass(frozen=True)
class Earlier(OfProject):
    """A kept version with its project."""

    kept: ProjectVersion
    told: Told


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
    """A group's project is shown by its convener, to the convener's mentor."""
    row = session.execute(
        select(Project.id, Project.plan_shared_at, Project.shared_at).where(
            here(session, Project),
            Project.candidate_id == candidate_id,
            of_place(candidate_id, bound_school(session)),
        )
    ).one_or_none()
    return None if row is None else ForMentor(*row)
