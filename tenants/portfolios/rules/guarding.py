"""Pupils and colleagues in files: what is asked before one is kept, and what becomes of it when somebody says that
it should not be here."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenants.portfolios.rules.states import ConcernState, People

MOVES: Mapping[ConcernState, frozenset[ConcernState]] = {
    ConcernState.RAISED: frozenset(
        {ConcernState.ANSWERED, ConcernState.REPLACED, ConcernState.RELEASED, ConcernState.TAKEN_DOWN}
    ),
    ConcernState.ANSWERED: frozenset(
        {ConcernState.ANSWERED, ConcernState.REPLACED, ConcernState.RELEASED, ConcernState.TAKEN_DOWN}
    ),
    ConcernState.REPLACED: frozenset(),
    ConcernState.RELEASED: frozenset(),
    ConcernState.TAKEN_DOWN: frozenset(),
}
OPEN = frozenset({ConcernState.RAISED, ConcernState.ANSWERED})
"""The file is closed to everybody but its owner and the headteachers, who decide."""

LONGEST = 2_000
LONGEST_LINE = 200

DO_NOT_UPLOAD = (
    "Then please don't upload it. Take that out first, or write in your own words what you did, without names. If "
    "it is about a child's safety, speak to your safeguarding lead today."
)
WHERE = "Say where the consent is recorded, so that the school can find it."
CLOSED_ALREADY = (
    "Somebody has asked for this already. It is closed until a headteacher or deputy has decided."
)
SETTLED = "This was settled already."


@dataclass(frozen=True)
class Declared:
    """What the candidate says before a file is kept."""

    people: People
    consent_where: str = ""
    sensitive: bool = False


def undeclared(declared: Declared) -> dict[str, str]:
    """Field → what to do about it; empty when the file may be kept."""
    if declared.sensitive:
        return {"sensitive": DO_NOT_UPLOAD}
    if declared.people is People.PUPILS and not declared.consent_where.strip():
        return {"consent_where": WHERE}
    if len(declared.consent_where) > LONGEST_LINE:
        return {"consent_where": f"Keep it to {LONGEST_LINE} characters."}
    return {}


def may_move(from_state: ConcernState, to: ConcernState) -> bool:
    return to in MOVES[from_state]


def words_problem(words: str, empty: str) -> str | None:
    if not words.strip():
        return empty
    return f"Keep it to {LONGEST:,} characters." if len(words) > LONGEST else None
