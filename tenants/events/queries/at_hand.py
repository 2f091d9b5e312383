"""What somebody's front page tells of their own events: those of the next weeks, those whose account is missing, and
those whose audience can answer now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.gathering import Question
from tenants.base.isolation import ours
from tenants.events.models import Event
from tenants.events.queries.events import answered
from tenants.events.rules.events import EventState
from tenants.events.rules.feedback import Window

AHEAD = timedelta(weeks=6)


@dataclass(frozen=True)
class AtHand:
    id: UUID
    title: str
    audience: str
    state: str
    starts_at: datetime
    opens_at: datetime
    closes_at: datetime
    answers: int

    @property
    def window(self) -> Window:
        return Window(self.opens_at, self.closes_at)


def of_whom(actor: Actor) -> dict[str, object]:
    """What the question is asked with, beside the school."""
    now = clock.now()
    return {"presenter": actor.staff_id, "now": now, "ahead": now + AHEAD}


@cache
def question() -> Question:
    """For tenants/today: the columns of an AtHand."""
    planned = and_(Event.state == EventState.PLANNED.value, Event.starts_at < bindparam("ahead"))
    asked = and_(
        Event.state != EventState.CANCELLED.value,
        Event.opens_at <= bindparam("now"),
        Event.closes_at > bindparam("now"),
    )
    return (
        select(
            Event.id,
            Event.title,
            Event.audience,
            Event.state,
            Event.starts_at,
            Event.opens_at,
            Event.closes_at,
            answered().label("answers"),
        )
        .where(ours(Event), Event.staff_id == bindparam("presenter"), or_(planned, asked))
        .order_by(Event.starts_at, Event.id)
    )
