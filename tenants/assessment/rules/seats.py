"""A seat is one assessor's task on one submission. Seats 1 and 2 are blind to each other until both lock;
seat 3 settles a disagreement and sees both."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

BLIND_SEATS = (1, 2)
THIRD_SEAT = 3


class AssignmentState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LOCKED = "locked"


MOVES: Mapping[AssignmentState, frozenset[AssignmentState]] = {
    AssignmentState.OFFERED: frozenset(
        {AssignmentState.ACCEPTED, AssignmentState.DECLINED, AssignmentState.WITHDRAWN}
    ),
    AssignmentState.ACCEPTED: frozenset(
        {AssignmentState.LOCKED, AssignmentState.DECLINED, AssignmentState.WITHDRAWN}
    ),
    AssignmentState.DECLINED: frozenset(),
    AssignmentState.WITHDRAWN: frozenset(),
    AssignmentState.LOCKED: frozenset(),
}

LEFT = frozenset({AssignmentState.DECLINED, AssignmentState.WITHDRAWN})
OPEN = frozenset({AssignmentState.OFFERED, AssignmentState.ACCEPTED})

SETTLE: Mapping[AssignmentState, str] = {
    AssignmentState.OFFERED: "Give the offer back yourself: {}.",
    AssignmentState.ACCEPTED: "A judgement is under way, to be locked or its seat taken back: {}.",
    AssignmentState.LOCKED: "A judgement is locked, and the outcome that rests on it is not decided yet: {}.",
}

Taken = Mapping[int, AssignmentState]
"""Seat → state, of the seats that somebody holds."""


def may_move(state: str, to: AssignmentState) -> bool:
    return to in MOVES[AssignmentState(state)]


def both_locked(taken: Taken) -> bool:
    return all(taken.get(seat) is AssignmentState.LOCKED for seat in BLIND_SEATS)


def free_seats(taken: Taken) -> list[int]:
    """The third seat is free only once two locked judgements are there to be settled."""
    if both_locked(taken):
        return [] if THIRD_SEAT in taken else [THIRD_SEAT]
    return [seat for seat in BLIND_SEATS if seat not in taken]


def settle_first(held: Iterable[tuple[str, AssignmentState]]) -> str | None:
    """What stands in the way of an assessor's end, by candidate and state; None if nothing does."""
    names: dict[AssignmentState, list[str]] = {}
    for candidate, state in held:
        names.setdefault(state, []).append(candidate)
    words = [SETTLE[state].format(", ".join(names[state])) for state in SETTLE if state in names]
    return f"Settle this first. {' '.join(words)}" if words else None


class Stage(StrEnum):
    """Where the assessment of one submission stands: what heads and leads see before both lock."""

    CHOOSE = "choose"
    ANSWERS = "answers"
    ASSESSING = "assessing"
    DIFFER = "differ"
    THIRD = "third"
    DECIDED = "decided"
    RELEASED = "released"


def stage(taken: Taken, *, decided: bool, released: bool) -> Stage:
    if decided:
        return Stage.RELEASED if released else Stage.DECIDED
    if both_locked(taken):
        return Stage.THIRD if THIRD_SEAT in taken else Stage.DIFFER
    if free_seats(taken):
        return Stage.CHOOSE
    waiting = AssignmentState.OFFERED in taken.values()
    return Stage.ANSWERS if waiting else Stage.ASSESSING


def taken(seats: Iterable[tuple[int, str]]) -> dict[int, AssignmentState]:
    """Who left a seat holds it no longer."""
    states = ((seat, AssignmentState(state)) for seat, state in seats)
    return {seat: state for seat, state in states if state not in LEFT}
