"""A project with all that hangs on it, in one question: its lists come as JSON beside it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, Text, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, ours
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.groups.models import Group
from tenants.projects.models import (
    Project,
    ProjectMeasure,
    ProjectMilestone,
    ProjectPoint,
    ProjectReference,
)
from tenants.projects.queries.whose import of_place
from tenants.projects.rules.editing import closed_because
from tenants.projects.rules.states import Part, PlanState
from tenants.projects.rules.telling import Told, read
from tenants.projects.rules.way import Look
from tenants.schools.models import AcademicYear, HalfTerm
from tenants.staff.models import Staff

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Place:
    """A place in a cohort, for which there may be a project."""

    candidate: Candidate
    cohort: Cohort
    person: Staff

    @property
    def candidate_id(self) -> UUID:
        return self.candidate.id

    @property
    def cohort_id(self) -> UUID:
        return self.cohort.id

    @property
    def closed(self) -> str | None:
        """Why its project can't be worked on today, as a sentence; None when it can."""
        state = PlaceState(self.candidate.state)
        return closed_because(
            approved=state is PlaceState.APPROVED,
            ended=state in (PlaceState.DECLINED, PlaceState.NOT_APPROVED, PlaceState.WITHDRAWN),
            cohort_open=self.cohort.state == CohortState.OPEN,
            starts_on=self.cohort.starts_on,
            today=clock.today(),
        )


@dataclass(frozen=True)
class Whole:
    """A project with its place and everything it says. Of a group's the place is its convener's, and `group` its
    name."""

    project: Project
    place: Place
    told: Told
    group: str | None = None

    @property
    def id(self) -> UUID:
        return self.project.id

    @property
    def candidate_id(self) -> UUID:
        return self.place.candidate_id

    @property
    def group_id(self) -> UUID | None:
        return self.project.group_id

    @property
    def author(self) -> str:
        """Whose name stands with it."""
        return self.group or self.place.person.name

    @property
    def cohort_id(self) -> UUID:
        return self.place.cohort_id

    @property
    def plan_shared_at(self) -> datetime | None:
        return self.project.plan_shared_at

    @property
    def shared_at(self) -> datetime | None:
        return self.project.shared_at

    @property
    def library_since(self) -> datetime | None:
        return self.project.library_since

    @property
    def plan(self) -> PlanState:
        return PlanState(self.project.state)

    @property
    def look(self) -> Look:
        project = self.project
        return Look(self.told, self.plan, project.finished_at is not None, project.library_since is not None)


@dataclass(frozen=True)
class Page:
    """One part of a project."""

    whole: Whole
    part: Part

    @property
    def candidate_id(self) -> UUID:
        return self.whole.candidate_id

    @property
    def group_id(self) -> UUID | None:
        return self.whole.group_id

    @property
    def version(self) -> int:
        return self.whole.project.version_of(self.part)


def page(session: Session, project_id: UUID, part: str) -> Page:
    return Page(whole(session, project_id), Part(part))


def place(session: Session, candidate_id: UUID) -> Place:
    row = session.execute(_select_place(), asking(session, wanted=candidate_id)).one_or_none()
    if row is None:
        raise NotFound
    return Place(*row)


@cache
def _select_place() -> Rows:
    chosen = select(Candidate, Cohort, Staff).select_from(Candidate)
    return _people(chosen).where(ours(Candidate), Candidate.id == bindparam("wanted"))


def whole(session: Session, project_id: UUID) -> Whole:
    found = session.execute(_select_whole(), asking(session, wanted=project_id)).one_or_none()
    if found is None:
        raise NotFound
    return made_whole(found)


def whole_of(session: Session, candidate_id: UUID) -> Whole | None:
    """The project on which a place works, once it is begun: its group's, or its own."""
    found = session.execute(_select_of(), asking(session, whose=candidate_id)).one_or_none()
    return None if found is None else made_whole(found)


def whole_of_group(session: Session, group_id: UUID) -> Whole | None:
    found = session.execute(_select_of_group(), asking(session, group=group_id)).one_or_none()
    return None if found is None else made_whole(found)


@cache
def _select_of_group() -> Rows:
    return select_wholes().where(Project.group_id == bindparam("group"))


@cache
def _select_whole() -> Rows:
    return select_wholes().where(Project.id == bindparam("wanted"))


@cache
def _select_of() -> Rows:
    return select_wholes().where(of_place())


@cache
def select_wholes() -> Rows:
    """What `made_whole` reads, in its order; `asking` names the school."""
    chosen = select(Project, Candidate, Cohort, Staff, Group.name, _references(), _measures(), _milestones())
    joined = chosen.join(
        Candidate, beside(Candidate, Project, Candidate.id == Project.candidate_id)
    ).outerjoin(Group, beside(Group, Project, Group.id == Project.group_id))
    return _people(joined).where(ours(Project))


def made_whole(row: Any) -> Whole:
    project, candidate, cohort, person, group, references, measures, milestones = row
    told = read(
        {
            "words": asdict(project.words),
            "references": references or (),
            "measures": measures or (),
            "milestones": milestones or (),
            "agreed_on": _day(project.agreed_at),
            "finished_on": _day(project.finished_at),
        }
    )
    return Whole(project, Place(candidate, cohort, person), told, group)


def _day(moment: datetime | None) -> str | None:
    day: date | None = clock.school_date(moment) if moment else None
    return day.isoformat() if day else None


def _people(statement: Rows) -> Rows:
    return statement.join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id)).join(
        Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id)
    )


def _references() -> ScalarSelect[Any]:
    one = ProjectReference
    names = ("id", "title", "authors", "year", "source", "doi", "isbn", "url")
    return (
        select(_listed(_object(**{name: getattr(one, name) for name in names}), one.authors, one.id))
        .where(beside(one, Project, one.project_id == Project.id))
        .correlate(Project)
        .scalar_subquery()
    )


def _measures() -> ScalarSelect[Any]:
    one, point = ProjectMeasure, ProjectPoint
    figure = _object(id=point.id, day=point.day, value=cast(point.value, Text), people=point.people)
    points = (
        select(_listed(figure, point.day, point.id))
        .where(beside(point, one, point.measure_id == one.id))
        .correlate(one)
        .scalar_subquery()
    )
    names = {name: getattr(one, name) for name in ("id", "name", "unit", "better")}
    return (
        select(_listed(_object(**names, points=func.coalesce(points, func.jsonb_build_array())), one.id))
        .where(beside(one, Project, one.project_id == Project.id))
        .correlate(Project)
        .scalar_subquery()
    )


def _milestones() -> ScalarSelect[Any]:
    one = ProjectMilestone
    told = _object(
        id=one.id,
        year=AcademicYear.name,
        code=one.code,
        ends_on=HalfTerm.ends_on,
        words=one.words,
        done_on=one.done_on,
    )
    return (
        select(_listed(told, HalfTerm.ends_on, one.id))
        .select_from(one)
        .join(AcademicYear, beside(AcademicYear, one, AcademicYear.id == one.year_id))
        .join(
            HalfTerm,
            beside(HalfTerm, one, HalfTerm.year_id == one.year_id) & (HalfTerm.code == one.code),
        )
        .where(beside(one, Project, one.project_id == Project.id))
        .correlate(Project)
        .scalar_subquery()
    )


def _object(**values: Any) -> ColumnElement[Any]:
    pairs = [part for name, value in values.items() for part in (name, value)]
    return func.jsonb_build_object(*pairs)


def _listed(value: ColumnElement[Any], *order: Any) -> ColumnElement[Any]:
    return func.jsonb_agg(aggregate_order_by(value, *order), type_=JSONB)
