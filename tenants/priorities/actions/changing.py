"""What every change of a plan asks first."""

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.permissions import Permission, permit
from tenants.priorities.models import ImprovementPlan, Priority
from tenants.priorities.queries.plans import plan

ARCHIVED = "This plan is archived. Bring it back first."


def refuse_archived(plan: ImprovementPlan) -> None:
    if plan.archived_at is not None:
        raise Refused(ARCHIVED)


def changeable(session: Session, actor: Actor, priority: Priority) -> ImprovementPlan:
    """The plan of the priority."""
    permit(actor, Permission.PLAN_MANAGE, priority)
    of = plan(session, priority.plan_id)
    refuse_archived(of)
    return of
