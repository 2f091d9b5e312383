"""For guests: until when they may come."""

from blueprints.home.boards.board import Board, Moment
from blueprints.home.boards.seen import Seen
from blueprints.shared.current import current

LONGER = "It was given to you as a guest. Whoever invited you can give you longer."


def boards(seen: Seen) -> list[Board]:
    until = current.actor.until
    return [Board(moments=(Moment(until, "Your access to this school ends", LONGER),))] if until else []
