from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.clock import school_date
from tenants.base.permissions import Permission, allowed
from tenants.cohorts.focus import focus_of
from tenants.events.models import Event, EventPriority
from tenants.priorities.queries.plans import Open, priorities_open
from tenants.priorities.queries.serving import linked
from tenants.priorities.rules.serving import NONE, Threads, of_work


def threads_of(session: Session, actor: Actor, event: Event) -> Threads:
    """The priorities that an event serves, beside what else it could be said to serve."""
    if not allowed(actor, Permission.PLANS_OPEN):
        return NONE
    return of_work(
        priorities_open(session, school_date(event.starts_at)),
        named_by(session, event),
        focus_of(session, event.cohort_id) if event.cohort_id else [],
    )


def named_by(session: Session, event: Event) -> list[Open] | None:
    """None while nobody has said."""
    named = linked(session, EventPriority, EventPriority.event_id == event.id)
    return named if event.priorities_named_at else None
