"""A project is finished, and its author may share it inside the school and take that back at once."""

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.projects.actions.opening import open_project
from tenants.projects.actions.writing import keep
from tenants.projects.models import Project
from tenants.projects.queries.telling import whole
from tenants.projects.rules.way import PARTS, finish_lacks

NOT_FINISHED = "Finish the project first: only finished ones are in the library."


def finish(session: Session, actor: Actor, project: Project) -> None:
    open_project(session, actor, project)
    for part in finish_lacks(whole(session, project.id).told):
        raise Refused(f"It can’t be finished yet. Look at ‘{PARTS[part]}’.")
    if project.finished_at is None:
        project.finished_at = clock.now()
        project.version += 1
        keep(session, actor, project, pressed=True)
        record(session, actor, "project:finish", project)


def continue_work(session: Session, actor: Actor, project: Project) -> None:
    """It is not finished any more, and so leaves the library."""
    open_project(session, actor, project)
    project.finished_at = project.library_since = None
    record(session, actor, "project:continue", project)


def share_in_school(session: Session, actor: Actor, project: Project) -> None:
    permit(actor, Permission.PROJECT_WRITE, project)
    lock(session, project)
    if project.finished_at is None:
        raise Refused(NOT_FINISHED)
    if project.library_since is None:
        project.library_since = clock.now()
        record(session, actor, "project:share_in_school", project)


def leave_library(session: Session, actor: Actor, project: Project) -> None:
    """At once, whatever else is going on: also when the cohort is closed or the portfolio handed in."""
    permit(actor, Permission.PROJECT_WRITE, project)
    lock(session, project)
    if project.library_since is not None:
        project.library_since = None
        record(session, actor, "project:leave_library", project)
