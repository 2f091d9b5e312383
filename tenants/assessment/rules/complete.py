"""What a judgement still lacks before it can be locked."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tenants.assessment.rules.verdict import NOT_SHOWN, Result


@dataclass(frozen=True)
class Word:
    """What an assessor says about one standard."""

    level: int | None
    rationale: str
    feedback: str
    evidence_id: UUID | None


@dataclass(frozen=True)
class Lack:
    """`number` is the standard to go back to; None means the summing up."""

    number: int | None
    words: str


def lacks(number: int, word: Word, pass_level: int) -> Iterable[Lack]:
    if word.level is None:
        yield Lack(number, f"Standard {number} has no level yet.")
        return
    if not word.rationale.strip():
        yield Lack(number, f"Standard {number} has a level without your reasons.")
    if word.level != NOT_SHOWN and word.evidence_id is None:
        yield Lack(number, f"Standard {number} does not name the evidence that shows its level.")
    if word.level < pass_level and not word.feedback.strip():
        yield Lack(number, f"Standard {number} is below level {pass_level} and does not say what would help.")


def lacks_in_summary(recommendation: str | None, feedback: str, by_rule: Result) -> Iterable[Lack]:
    if recommendation is None:
        yield Lack(None, "You have not made your recommendation.")
    elif recommendation != by_rule:
        yield Lack(None, "Your recommendation says something else than your levels do. Change one of them.")
    if not feedback.strip():
        yield Lack(None, "There are no words to the candidate about the whole portfolio yet.")
