"""What hangs on a project: references, measures with their figures, milestones. Each changes the part it belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tenants.base import clock, versions
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.figures import value_problem
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.projects.actions.opening import open_project, refuse
from tenants.projects.actions.writing import keep, refuse_closed, touch
from tenants.projects.models import (
    Project,
    ProjectMeasure,
    ProjectMilestone,
    ProjectPoint,
    ProjectReference,
)
from tenants.projects.queries.projects import half_terms
from tenants.projects.rules.measures import day_problem
from tenants.projects.rules.references import Cited, checked
from tenants.projects.rules.states import Better, Part

MOST = 60
"""Of each kind: more than any small-scale project has."""
TOO_MANY = f"A project has at most {MOST} of them. Remove one first."
LABELS: Mapping[str, str] = {
    "title": "Title",
    "authors": "Authors",
    "year": "Year",
    "source": "Where it was published",
    "doi": "DOI",
    "isbn": "ISBN",
    "url": "Web address",
    "name": "What you measure",
    "unit": "Unit",
    "better": "Which is better",
    "words": "What is done by then",
    "done_on": "Done on",
}


def add_reference(session: Session, actor: Actor, project: Project, cited: Cited) -> None:
    _open(session, actor, project, Part.READING)
    _room(session, ProjectReference, project)
    session.add(ProjectReference(**_belongs(project), **_checked(cited)))
    _changed(session, actor, project, Part.READING, ["references"])


def change_reference(
    session: Session, actor: Actor, one: ProjectReference, cited: Cited, version: int
) -> None:
    project = _opened(session, actor, one, Part.READING)
    _save(session, actor, project, Part.READING, one, version, _checked(cited), "references")


def _checked(cited: Cited) -> dict[str, Any]:
    kept, problems = checked(cited)
    refuse(problems)
    return asdict(kept)


def add_measure(
    session: Session, actor: Actor, project: Project, name: str, unit: str, better: Better
) -> ProjectMeasure:
    _open(session, actor, project, Part.MEASURES)
    _room(session, ProjectMeasure, project)
    made = ProjectMeasure(**_belongs(project), name=name, unit=unit, better=better.value)
    session.add(made)
    _changed(session, actor, project, Part.MEASURES, ["measures"])
    return made


def change_measure(
    session: Session, actor: Actor, one: ProjectMeasure, values: Mapping[str, Any], version: int
) -> None:
    project = _opened(session, actor, one, Part.MEASURES)
    _save(session, actor, project, Part.MEASURES, one, version, values, "measures")


def add_point(
    session: Session, actor: Actor, measure: ProjectMeasure, day: date, value: Decimal, people: int
) -> None:
    """A figure is what comes of a plan, not the plan: it may be added while that is read or agreed."""
    project = _project(session, measure.project_id)
    open_project(session, actor, project)
    problems = {"day": day_problem(day, clock.today()), "value": value_problem(value)}
    refuse({field: words for field, words in problems.items() if words})
    held = select(func.count()).where(here(session, ProjectPoint), ProjectPoint.measure_id == measure.id)
    if session.scalars(held).one() >= MOST:
        raise Refused(TOO_MANY)
    session.add(
        ProjectPoint(
            measure_id=measure.id, candidate_id=project.candidate_id, day=day, value=value, people=people
        )
    )
    _changed(session, actor, project, Part.FINDINGS, ["figures"])


def remove_point(session: Session, actor: Actor, point: ProjectPoint) -> None:
    measure = session.scalars(
        select(ProjectMeasure).where(here(session, ProjectMeasure), ProjectMeasure.id == point.measure_id)
    ).one()
    project = _project(session, measure.project_id)
    open_project(session, actor, project)
    keep(session, actor, project, pressed=True)
    session.delete(point)
    _changed(session, actor, project, Part.FINDINGS, ["figures"])


def add_milestone(session: Session, actor: Actor, project: Project, half_term: str, words: str) -> None:
    _open(session, actor, project, Part.MILESTONES)
    _room(session, ProjectMilestone, project)
    session.add(ProjectMilestone(**_belongs(project), **_when(session, project, half_term), words=words))
    _changed(session, actor, project, Part.MILESTONES, ["milestones"])


def change_milestone(
    session: Session, actor: Actor, one: ProjectMilestone, half_term: str, words: str, version: int
) -> None:
    project = _opened(session, actor, one, Part.MILESTONES)
    values = {**_when(session, project, half_term), "words": words}
    _save(session, actor, project, Part.MILESTONES, one, version, values, "milestones")


def reach_milestone(session: Session, actor: Actor, one: ProjectMilestone, done_on: date | None) -> None:
    """That it is done changes no plan; a mistake is put right by taking the day away."""
    project = _project(session, one.project_id)
    open_project(session, actor, project)
    if done_on and (problem := day_problem(done_on, clock.today())):
        raise Invalid({"done_on": problem})
    if one.done_on != done_on:
        one.done_on = done_on
        one.version += 1
        _changed(session, actor, project, Part.FINDINGS, ["milestones"])


def remove_reference(session: Session, actor: Actor, one: ProjectReference) -> None:
    _remove(session, actor, one, Part.READING, "references")


def remove_measure(session: Session, actor: Actor, one: ProjectMeasure) -> None:
    """With its figures; versions keep them."""
    project = _opened(session, actor, one, Part.MEASURES)
    keep(session, actor, project, pressed=True)
    session.execute(
        delete(ProjectPoint).where(here(session, ProjectPoint), ProjectPoint.measure_id == one.id)
    )
    session.delete(one)
    _changed(session, actor, project, Part.MEASURES, ["measures"])


def remove_milestone(session: Session, actor: Actor, one: ProjectMilestone) -> None:
    _remove(session, actor, one, Part.MILESTONES, "milestones")


def _remove(session: Session, actor: Actor, one: Any, part: Part, field: str) -> None:
    project = _opened(session, actor, one, part)
    keep(session, actor, project, pressed=True)
    session.delete(one)
    _changed(session, actor, project, part, [field])


def _changed(session: Session, actor: Actor, project: Project, part: Part, fields: Sequence[str]) -> None:
    """Small changes of a list keep a version now and then; before something is removed one is kept for sure."""
    touch(session, actor, project, part, fields)
    keep(session, actor, project, pressed=False)
    record(session, actor, "project:save", project, fields=fields)


def _save(
    session: Session,
    actor: Actor,
    project: Project,
    part: Part,
    one: Any,
    version: int,
    values: Mapping[str, Any],
    field: str,
) -> None:
    if versions.save(session, one, version, values, LABELS):
        _changed(session, actor, project, part, [field])


def _open(session: Session, actor: Actor, project: Project, part: Part) -> None:
    open_project(session, actor, project)
    refuse_closed(project, part)


def _opened(session: Session, actor: Actor, one: Any, part: Part) -> Project:
    project = _project(session, one.project_id)
    _open(session, actor, project, part)
    return project


def _project(session: Session, project_id: UUID) -> Project:
    return session.scalars(select(Project).where(here(session, Project), Project.id == project_id)).one()


def _belongs(project: Project) -> dict[str, UUID]:
    return {"project_id": project.id, "candidate_id": project.candidate_id}


def _room(session: Session, model: Any, project: Project) -> None:
    held = select(func.count()).where(here(session, model), model.project_id == project.id)
    if session.scalars(held).one() >= MOST:
        raise Refused(TOO_MANY)


def _when(session: Session, project: Project, half_term: str) -> dict[str, Any]:
    offered = {one.key: one for one in half_terms(session, project.id)}
    if half_term not in offered:
        raise Invalid({"half_term": "Choose one of the half-terms"})
    return {"year_id": offered[half_term].year_id, "code": offered[half_term].code}
