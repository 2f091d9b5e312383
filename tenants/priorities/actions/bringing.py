"""A plan comes in from a table, once somebody has looked at what would be kept."""

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Refused
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.searching import folded
from tenants.base.versions import lock
from tenants.priorities.actions.changing import refuse_archived
from tenants.priorities.actions.measures import Figures, add_measure
from tenants.priorities.actions.priorities import add_priority, change_priority
from tenants.priorities.actions.steps import Planned, add_action
from tenants.priorities.models import ImprovementPlan, Priority
from tenants.priorities.queries.bringing import standing_of
from tenants.priorities.queries.plans import priorities_of, whole
from tenants.priorities.rules.bringing import Brought, PriorityBrought

WRONG = "Some rows are wrong. Mend them in the file and bring it in again."


def bring_in(session: Session, actor: Actor, plan: ImprovementPlan, found: Brought) -> None:
    """New priorities are added; to those that stand already, what they do not have yet."""
    permit(actor, Permission.PLAN_MANAGE, plan)
    lock(session, plan)
    refuse_archived(plan)
    if found.problems:
        raise Refused(WRONG)
    standing = {folded(one.title): one for one in priorities_of(session, plan.id)}
    for one in found.priorities:
        priority = standing.get(folded(one.title)) or add_priority(
            session, actor, plan, one.title, one.reason
        )
        _add(session, actor, priority, one)
    record(session, actor, "plan:bring_in", plan)


def _add(session: Session, actor: Actor, priority: Priority, one: PriorityBrought) -> None:
    (known,) = whole(session, [priority])
    there = standing_of(known)
    if one.reason and not there.reason:
        change_priority(session, actor, priority, priority.version, priority.title, one.reason)
    for measure in one.measures:
        if not there.has_measure(measure.name):
            figures = Figures(
                measure.name,
                measure.unit,
                measure.better,
                measure.baseline,
                clock.today(),
                measure.target,
            )
            add_measure(session, actor, priority, figures)
    for step in one.steps:
        if not there.has_step(step.what):
            add_action(session, actor, priority, Planned(step.what, step.staff_id, step.due_on))
