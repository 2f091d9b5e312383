"""What becomes of a list that was handed in."""

from datetime import datetime, timedelta
from enum import StrEnum


class ListState(StrEnum):
    READ = "read"
    CHOSEN = "chosen"
    CONFIRMED = "confirmed"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


MOVES: dict[ListState, tuple[ListState, ...]] = {
    ListState.READ: (ListState.CHOSEN,),
    ListState.CHOSEN: (ListState.CONFIRMED,),
    ListState.CONFIRMED: (ListState.CHOSEN, ListState.DONE),
    ListState.DONE: (ListState.UNDOING,),
    ListState.UNDOING: (ListState.UNDONE,),
    ListState.UNDONE: (),
}
WAITING = (ListState.READ, ListState.CHOSEN)
WORKING = (ListState.CONFIRMED, ListState.UNDOING)
KEPT = timedelta(days=1)
"""How long a list may be undone, and one that nobody confirmed waits; then its rows are forgotten."""


def may_move(now: str, to: ListState) -> bool:
    return to in MOVES[ListState(now)]


def undo_problem(state: str, done_at: datetime | None, now: datetime) -> str | None:
    if state in (ListState.UNDOING, ListState.UNDONE):
        return "This list is undone already."
    if state != ListState.DONE or done_at is None:
        return "This list was not brought in, so there is nothing to undo."
    if now > done_at + KEPT:
        return "A list can be undone for a day. That day is over: change people on their own pages."
    return None
