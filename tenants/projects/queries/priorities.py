from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.models import CohortPriority
from tenants.priorities.queries.serving import open_and_linked
from tenants.priorities.rules.serving import NONE, Threads, of_work
from tenants.projects.models import Project, ProjectPriority


def threads_of(session: Session, actor: Actor, project: Project) -> Threads:
    """The priorities that a project serves, beside what else it could be said to serve."""
    if not allowed(actor, Permission.PLANS_OPEN):
        return NONE
    aims, named, focus = open_and_linked(
        session,
        clock.today(),
        (ProjectPriority.project_id, project.id),
        (CohortPriority.cohort_id, project.cohort_id),
    )
    return of_work(aims, named if project.priorities_named_at else None, focus)
