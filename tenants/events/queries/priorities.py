from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.clock import school_date
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.models import CohortPriority
from tenants.events.models import Event, EventPriority
from tenants.priorities.queries.plans import Open
from tenants.priorities.queries.serving import open_and_linked
from tenants.priorities.rules.serving import NONE, Threads, of_work


def threads_of(session: Session, actor: Actor, event: Event) -> Threads:
    """The priorities that an event serves, beside what else it could be said to serve."""
    if not allowed(actor, Permission.PLANS_OPEN):
        return NONE
    aims, named, focus = open_and_linked(
        session,
        school_date(event.starts_at),
        (EventPriority.event_id, event.id),
        (CohortPriority.cohort_id, event.cohort_id),
    )
    return of_work(aims, named if event.priorities_named_at else None, focus)


def named_by(session: Session, event: Event) -> list[Open] | None:
    """None while nobody has said."""
    _, named = open_and_linked(session, school_date(event.starts_at), (EventPriority.event_id, event.id))
    return named if event.priorities_named_at else None
