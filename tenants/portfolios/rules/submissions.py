"""A submission's way, and what a candidate declares with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tenants.portfolios.rules.states import SubmissionState

MOVES: Mapping[SubmissionState, frozenset[SubmissionState]] = {
    SubmissionState.SUBMITTED: frozenset({SubmissionState.ENDORSED, SubmissionState.RETURNED}),
    SubmissionState.RETURNED: frozenset(),
    SubmissionState.ENDORSED: frozenset({SubmissionState.DECIDED}),
    SubmissionState.DECIDED: frozenset({SubmissionState.RELEASED}),
    SubmissionState.RELEASED: frozenset(),
}
"""A returned one is followed by another submission; a released one by another attempt, if any."""

SYMBOLS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""None that can be taken for another."""
RECEIPT_LENGTH = 8
LONGEST = 4_000
FEWEST_WORDS = 10


@dataclass(frozen=True)
class Declared:
    """`ai_use` says in the candidate's own words what artificial intelligence did, or that it did nothing.
    `names_group`: on the certificate."""

    authorship: bool
    consent: bool
    ai_use: str
    with_self_audit: bool = False
    names_group: bool = False


def may_move(from_state: SubmissionState, to: SubmissionState) -> bool:
    return to in MOVES[from_state]


def undeclared(declared: Declared) -> dict[str, str]:
    found = {
        "authorship": None if declared.authorship else "Declare that this is your own work.",
        "consent": None if declared.consent else "Declare that the people shown have agreed, or that nobody is shown.",
        "ai_use": _text_problem(declared.ai_use, "Say how you used artificial intelligence, or that you did not."),
    }  # fmt: skip
    return {field: words for field, words in found.items() if words}


def statement_problem(statement: str) -> str | None:
    """A word of praise is no statement: it stands in the record, and the candidate keeps it."""
    problem = _text_problem(statement, "Write a sentence or two about why you endorse this portfolio.")
    if problem is None and len(statement.split()) < FEWEST_WORDS:
        return "Say a little more, in your own words: one thing that you have seen, and what came of it."
    return problem


def reason_problem(reason: str) -> str | None:
    return _text_problem(reason, "Say what should change, so that the candidate knows what to do.")


def _text_problem(text: str, empty: str) -> str | None:
    if not text.strip():
        return empty
    return f"Keep it to {LONGEST:,} characters." if len(text) > LONGEST else None


def receipt(symbols: Collection[str]) -> str:
    """`LP-7K2M-9QXD` of eight symbols."""
    text = "".join(symbols)
    return f"LP-{text[:4]}-{text[4:]}"
