"""A group's project when its people change: it follows the convener, and who leaves takes a copy along."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.history import record
from tenants.base.ids import new_id
from tenants.base.isolation import here
from tenants.base.versions import lock
from tenants.groups.models import Group, GroupMember
from tenants.projects.actions.writing import keep
from tenants.projects.models import (
    Project,
    ProjectMeasure,
    ProjectMilestone,
    ProjectPoint,
    ProjectPriority,
    ProjectReference,
)
from tenants.projects.queries.whose import own_begun

PARTS = (ProjectReference, ProjectMeasure, ProjectMilestone)


def follow_convener(session: Session, actor: Actor, group: Group) -> None:
    """The project's place is the convener's, so that their mentor has a say in its plan from now on. The caller has
    checked who may hand the convening over, and has done so."""
    found = _project(session, group.id)
    if found is None or found.candidate_id == group.convener_id:
        return
    lock(session, found)
    found.candidate_id = group.convener_id
    measures = select(ProjectMeasure.id).where(
        here(session, ProjectMeasure), ProjectMeasure.project_id == found.id
    )
    for part in PARTS:
        _follow(session, part, part.project_id == found.id, group.convener_id)
    _follow(session, ProjectPoint, ProjectPoint.measure_id.in_(measures), group.convener_id)
    record(session, actor, "project:follow_convener", found)


def _follow(session: Session, model: Any, of_project: Any, candidate_id: UUID) -> None:
    session.execute(update(model).where(here(session, model), of_project).values(candidate_id=candidate_id))


def copy_project_for(session: Session, actor: Actor, member: GroupMember) -> UUID | None:
    """For who leaves a group: its project as it stands becomes their own, unless they have one. Nobody has agreed to
    its plan as theirs, and nobody else reads it. The caller has checked who may end the membership."""
    found = _project(session, member.group_id)
    if found is None or own_begun(session, member.candidate_id) is not None:
        return None
    copied = Project(
        candidate_id=member.candidate_id,
        cohort_id=found.cohort_id,
        versions=found.versions,
        savers=found.savers,
        priorities_named_at=found.priorities_named_at,
        saved_at=clock.now(),
        **asdict(found.words),
    )
    session.add(copied)
    session.flush()
    _copy_parts(session, found, copied)
    session.flush()
    record(session, actor, "project:copy", copied)
    keep(session, actor, copied, pressed=True)
    return copied.id


def _copy_parts(session: Session, found: Project, copied: Project) -> None:
    own: dict[str, Any] = {"project_id": copied.id, "candidate_id": copied.candidate_id}
    for model in PARTS:
        for one in session.scalars(select(model).where(here(session, model), model.project_id == found.id)):
            made = _copy(session, one, own)
            if isinstance(one, ProjectMeasure):
                _copy_points(session, one, {"measure_id": made.id, "candidate_id": copied.candidate_id})
    links = select(ProjectPriority).where(
        here(session, ProjectPriority), ProjectPriority.project_id == found.id
    )
    for link in session.scalars(links):
        session.add(ProjectPriority(project_id=copied.id, priority_id=link.priority_id))


def _copy_points(session: Session, measure: ProjectMeasure, own: dict[str, Any]) -> None:
    of_measure = ProjectPoint.measure_id == measure.id
    for one in session.scalars(select(ProjectPoint).where(here(session, ProjectPoint), of_measure)):
        _copy(session, one, own)


def _copy(session: Session, one: Any, own: dict[str, Any]) -> Any:
    """The same row, under a new id and for somebody else."""
    kept = {column.key: getattr(one, column.key) for column in inspect(type(one)).column_attrs}
    made = type(one)(**{**kept, **own, "id": new_id()})
    session.add(made)
    session.flush()
    return made


def _project(session: Session, group_id: UUID) -> Project | None:
    return session.scalar(select(Project).where(here(session, Project), Project.group_id == group_id))
