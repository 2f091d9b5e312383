from uuid import UUID

from sqlalchemy.orm import Session

from tenants.priorities.queries.plans import WholePriority, priorities_of, whole
from tenants.priorities.rules.bringing import Standing


def standing_in(session: Session, plan_id: UUID) -> list[Standing]:
    """What the plan has, for a table that is brought in beside it."""
    return [standing_of(one) for one in whole(session, priorities_of(session, plan_id))]


def standing_of(one: WholePriority) -> Standing:
    return Standing(
        one.priority.title,
        one.priority.reason,
        tuple(each.measure.name for each in one.measures),
        tuple(each.action.what for each in one.steps),
    )
