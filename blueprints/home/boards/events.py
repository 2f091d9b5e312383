"""For whoever presents: what is coming up, what is still to be written down, and whose audience can answer now."""

from flask import url_for

from blueprints.home.boards.board import Action, Board, Moment
from blueprints.home.boards.seen import Seen
from blueprints.shared.current import current
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.events.models import Event
from tenants.events.queries.events import Listed, at_hand
from tenants.events.rules.events import EventState
from tenants.events.rules.feedback import Door

UNCOUNTED = "Until then it does not count in your outreach log, and can’t become evidence."


def boards(seen: Seen) -> list[Board]:
    """Others find their events by their own page; to ask about everybody would cost each home a question."""
    if not current.actor.subjects(Appointment.CANDIDATE):
        return []
    found = at_hand(current.session, current.actor.person_id)
    return [_board(found)] if found else []


def _board(found: list[Listed]) -> Board:
    now = clock.now()
    planned = [one.event for one in found if one.event.state == EventState.PLANNED]
    answering = [one for one in found if one.event.window.door(now) is Door.OPEN]
    return Board(
        "home/events.html" if answering else "",
        {"answering": answering},
        tuple(_record(one) for one in planned if one.starts_at <= now),
        tuple(_coming(one) for one in planned if one.starts_at > now),
    )


def _record(event: Event) -> Action:
    return Action(
        f"How did it go? {event.title}",
        "Write down how many came, from where, and what came of it.",
        url_for("events.account", event_id=event.id),
        "Record it",
        since=clock.school_date(event.starts_at),
        otherwise=UNCOUNTED,
        icon="presentation",
    )


def _coming(event: Event) -> Moment:
    return Moment(
        clock.school_date(event.starts_at),
        f"You present: {event.title}",
        event.audience,
        url_for("events.show", event_id=event.id),
    )
