"""Whose project it is says which priorities of the improvement plan it serves."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.history import record
from tenants.priorities.actions.links import choose, link, refuse_stale
from tenants.projects.actions.opening import open_project
from tenants.projects.models import Project, ProjectPriority
from tenants.projects.queries.priorities import threads_of


def name_priorities(
    session: Session, actor: Actor, project: Project, wanted: Collection[UUID], seen: datetime | None
) -> None:
    """These and no other, perhaps none. `seen`: when they had been named, as the page said that was answered."""
    open_project(session, actor, project)
    threads = threads_of(session, actor, project)
    aims = choose(threads, wanted)
    refuse_stale(threads, aims, seen, project.priorities_named_at)
    link(session, ProjectPriority, {"project_id": project.id}, aims)
    project.priorities_named_at = clock.now()
    record(session, actor, "project:name_priorities", project, fields=["priorities"])


def follow_focus(session: Session, actor: Actor, project: Project) -> None:
    """It serves what its cohort is focused on, until priorities are named again."""
    open_project(session, actor, project)
    link(session, ProjectPriority, {"project_id": project.id}, [])
    project.priorities_named_at = None
    record(session, actor, "project:follow_focus", project, fields=["priorities"])
