"""The priorities of the improvement plan that a cohort's work is focused on."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.models import CohortPriority
from tenants.priorities.queries.serving import open_and_linked
from tenants.priorities.rules.serving import NONE, Threads, of_work


def focus_on(session: Session, actor: Actor, cohort_id: UUID, day: date) -> Threads:
    """The focus beside everything it could be on by the plan of the day."""
    if not allowed(actor, Permission.PLANS_OPEN):
        return NONE
    aims, focus = open_and_linked(session, day, (CohortPriority.cohort_id, cohort_id))
    return of_work(aims, None, focus)
