"""Every change of a project begins here."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.cohorts.models import Candidate
from tenants.groups.queries.members import own_place
from tenants.projects.models import Project
from tenants.projects.queries.telling import Place, Whole, place


def open_place(session: Session, actor: Actor, candidate_id: UUID) -> Place:
    """Raises Refused, in words, while the project can't be worked on. Changes go beside each other, but none
    beside a submission: it holds the place alone while it freezes what it finds."""
    found = place(session, candidate_id)
    permit(actor, Permission.PORTFOLIO_WRITE, found)
    session.execute(
        select(Candidate.id)
        .where(here(session, Candidate), Candidate.id == candidate_id)
        .with_for_update(read=True)
    )
    if found.closed:
        raise Refused(found.closed)
    return found


def open_project(session: Session, actor: Actor, project: Project) -> None:
    """The same, and nobody else changes the project meanwhile."""
    permit(actor, Permission.PROJECT_WRITE, project)
    open_place(session, actor, writing_place(session, actor, project))
    lock(session, project)


def writing_place(session: Session, actor: Actor, project: Project | Whole) -> UUID:
    """For which place somebody writes it: its author's; of a group's their own in it."""
    if project.group_id is None:
        return project.candidate_id
    return own_place(session, actor, project.group_id)


def refuse(problems: dict[str, str]) -> None:
    if problems:
        raise Invalid(problems)
