"""The priorities of the improvement plan that a group works for."""

from datetime import date

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.models import CohortPriority
from tenants.groups.models import Group, GroupPriority
from tenants.priorities.queries.serving import open_and_linked
from tenants.priorities.rules.serving import NONE, Threads, of_work


def works_for(session: Session, actor: Actor, group: Group, day: date) -> Threads:
    """What was named; a group that named nothing goes with its cohort's focus."""
    if not allowed(actor, Permission.PLANS_OPEN):
        return NONE
    aims, named, focus = open_and_linked(
        session, day, (GroupPriority.group_id, group.id), (CohortPriority.cohort_id, group.cohort_id)
    )
    return of_work(aims, named or None, focus)
