from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.focus import focus_of
from tenants.priorities.queries.plans import priorities_open
from tenants.priorities.queries.serving import linked
from tenants.priorities.rules.serving import NONE, Threads, of_work
from tenants.projects.models import Project, ProjectPriority


def threads_of(session: Session, actor: Actor, project: Project) -> Threads:
    """The priorities that a project serves, beside what else it could be said to serve."""
    if not allowed(actor, Permission.PLANS_OPEN):
        return NONE
    named = linked(session, ProjectPriority, ProjectPriority.project_id == project.id)
    return of_work(
        priorities_open(session, clock.today()),
        named if project.priorities_named_at else None,
        focus_of(session, project.cohort_id),
    )
