"""For whoever presents: what is coming up, what is still to be written down, and whose audience can answer now."""

from flask import url_for

from blueprints.home.boards.board import Action, Board, Moment
from blueprints.home.boards.seen import Seen
from tenants.base import clock
from tenants.events.queries.at_hand import AtHand
from tenants.events.rules.events import EventState
from tenants.events.rules.feedback import Door

UNCOUNTED = "Until then it does not count in your outreach log, and can’t become evidence."


def boards(seen: Seen) -> list[Board]:
    return [_board(seen.today.events)] if seen.today.events else []


def _board(found: list[AtHand]) -> Board:
    now = clock.now()
    planned = [one for one in found if one.state == EventState.PLANNED]
    answering = [one for one in found if one.window.door(now) is Door.OPEN]
    return Board(
        "home/events.html" if answering else "",
        {"answering": answering},
        tuple(_record(one) for one in planned if one.starts_at <= now),
        tuple(_coming(one) for one in planned if one.starts_at > now),
    )


def _record(event: AtHand) -> Action:
    return Action(
        f"How did it go? {event.title}",
        "Write down how many came, from where, and what came of it.",
        url_for("events.account", event_id=event.id),
        "Record it",
        since=clock.school_date(event.starts_at),
        otherwise=UNCOUNTED,
        icon="presentation",
    )


def _coming(event: AtHand) -> Moment:
    return Moment(
        clock.school_date(event.starts_at),
        f"You present: {event.title}",
        event.audience,
        url_for("events.show", event_id=event.id),
    )
