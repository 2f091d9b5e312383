"""Whoever presents says which priorities of the improvement plan an event serves."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.events.models import Event, EventPriority
from tenants.events.queries.priorities import threads_of
from tenants.priorities.actions.links import choose, link, refuse_stale


def name_priorities(
    session: Session, actor: Actor, event: Event, wanted: Collection[UUID], seen: datetime | None
) -> None:
    """These and no other, perhaps none. `seen`: when they had been named, as the page said that was answered."""
    permit(actor, Permission.EVENT_WRITE, event)
    lock(session, event)
    threads = threads_of(session, actor, event)
    aims = choose(threads, wanted)
    refuse_stale(threads, aims, seen, event.priorities_named_at)
    link(session, EventPriority, {"event_id": event.id}, aims)
    event.priorities_named_at = clock.now()
    record(session, actor, "event:name_priorities", event, fields=["priorities"])


def follow_focus(session: Session, actor: Actor, event: Event) -> None:
    """It serves what the presenter's cohort is focused on, until priorities are named again."""
    permit(actor, Permission.EVENT_WRITE, event)
    lock(session, event)
    link(session, EventPriority, {"event_id": event.id}, [])
    event.priorities_named_at = None
    record(session, actor, "event:follow_focus", event, fields=["priorities"])
