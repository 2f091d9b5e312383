"""What the others' words on a contribution come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Word(StrEnum):
    CONFIRMED = "confirmed"
    QUESTIONED = "questioned"


class Standing(StrEnum):
    """SAID: nobody has confirmed it yet."""

    SAID = "said"
    CONFIRMED = "confirmed"
    QUESTIONED = "questioned"


LINE, TEXT = 200, 5_000
OWN = "On what you did yourself, the others have the word."
CHANGED = "This contribution was changed since you opened the page. Read it again, and then say your word."
COPIED = (
    "You took a copy of this when you left the group. Remove the copy from your portfolio first, so that the same "
    "work counts once."
)
SAID_AGAIN = (
    "You came back to the group and said again what you did for this, so it counts there. It can’t stand beside it as "
    "a copy of your own."
)
OTHERS = "Others have said what they did for this, so it stays. Change what it says instead."
LABELS = {"role": "Your part", "did": "What you did", "learned": "What you learned from it"}


@dataclass(frozen=True)
class Said:
    """What a member says of their part in an item of the pool."""

    role: str
    did: str
    learned: str = ""


def problems(said: Said) -> dict[str, str]:
    found = {}
    if not said.role.strip():
        found["role"] = "Say in a few words what your part was."
    if not said.did.strip():
        found["did"] = "Write what you did, so that the others can say whether it was so."
    for field, most in (("role", LINE), ("did", TEXT), ("learned", TEXT)):
        if len(getattr(said, field)) > most:
            found[field] = f"{LABELS[field]} must be {most:,} characters or fewer."
    return found


def note_problems(word: Word, note: str) -> dict[str, str]:
    """Who questions says why; who confirms need not."""
    if word is Word.QUESTIONED and not note.strip():
        return {"note": "Write what you question, so that they can answer it."}
    return {"note": f"Your note must be {TEXT:,} characters or fewer."} if len(note) > TEXT else {}


@dataclass(frozen=True)
class Spoken:
    """A word of somebody on one wording of a contribution."""

    by: UUID
    of_version: int
    word: Word
    at: datetime


def standing(version: int, spoken: Iterable[Spoken], members: Mapping[UUID, datetime]) -> Standing:
    """Of what is said in this version: the last word of each person counts. A question holds until whoever asked it
    leaves, for good: `members` says who is one, and since when. A confirmation holds also after they left."""
    last: dict[UUID, Spoken] = {}
    for one in sorted(spoken, key=lambda each: each.at):
        if one.of_version == version:
            last[one.by] = one
    if any(
        one.word is Word.QUESTIONED and one.by in members and one.at >= members[one.by]
        for one in last.values()
    ):
        return Standing.QUESTIONED
    if any(one.word is Word.CONFIRMED for one in last.values()):
        return Standing.CONFIRMED
    return Standing.SAID
