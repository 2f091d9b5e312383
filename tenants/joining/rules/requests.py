"""Asking to take part: whose word is next, and what it may be."""

from collections.abc import Mapping
from enum import StrEnum

from tenants.programmes.rules.limits import words_in

LEAST_WORDS, MOST_WORDS = 10, 200


class RequestState(StrEnum):
    """`KEPT`: for later, since it fits but not now."""

    ASKED = "asked"
    SUPPORTED = "supported"
    NOT_SUPPORTED = "not_supported"
    KEPT = "kept"
    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    INVITED = "invited"
    WITHDRAWN = "withdrawn"


class Turn(StrEnum):
    """Whose word a request waits for; the programme lead's is the invitation."""

    MANAGER = "manager"
    HEAD = "head"
    LEAD = "lead"
    NOBODY = "nobody"


DECISIONS = frozenset({RequestState.APPROVED, RequestState.NOT_APPROVED, RequestState.KEPT})
_ENDS = frozenset({RequestState.INVITED, RequestState.WITHDRAWN})
MOVES: Mapping[RequestState, frozenset[RequestState]] = {
    RequestState.ASKED: frozenset({RequestState.SUPPORTED, RequestState.NOT_SUPPORTED}) | DECISIONS | _ENDS,
    RequestState.SUPPORTED: DECISIONS | _ENDS,
    RequestState.NOT_SUPPORTED: DECISIONS | _ENDS,
    RequestState.KEPT: frozenset({RequestState.APPROVED, RequestState.NOT_APPROVED}) | _ENDS,
    RequestState.APPROVED: frozenset({RequestState.KEPT, RequestState.NOT_APPROVED}) | _ENDS,
    RequestState.NOT_APPROVED: frozenset(),
    RequestState.INVITED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}
OPEN = tuple(state for state, to in MOVES.items() if to)
"""A person has one request in these states at most."""
UNDECIDED = (RequestState.ASKED, RequestState.SUPPORTED, RequestState.NOT_SUPPORTED)


def may_move(from_state: RequestState, to: RequestState) -> bool:
    return to in MOVES[from_state]


def turn(state: RequestState, *, with_manager: bool) -> Turn:
    """`with_manager`: a line manager was asked, who is not the head anyway."""
    if state is RequestState.ASKED:
        return Turn.MANAGER if with_manager else Turn.HEAD
    if state in (RequestState.SUPPORTED, RequestState.NOT_SUPPORTED):
        return Turn.HEAD
    return Turn.LEAD if state is RequestState.APPROVED else Turn.NOBODY


def reason_problem(reason: str) -> str | None:
    words = words_in(reason)
    if words < LEAST_WORDS:
        return f"Say a little more: at least {LEAST_WORDS} words, so that others can follow you."
    if words > MOST_WORDS:
        return f"Use at most {MOST_WORDS} words. Take out {words - MOST_WORDS}."
    return None
