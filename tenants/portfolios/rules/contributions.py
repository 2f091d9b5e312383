"""What the others' words on a contribution come to."""

from collections.abc import Collection, Iterable
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


@dataclass(frozen=True)
class Spoken:
    """A word of somebody on one version of a contribution."""

    by: UUID
    of_version: int
    word: Word
    at: datetime


def standing(version: int, spoken: Iterable[Spoken], members: Collection[UUID]) -> Standing:
    """Of what is said in this version: the last word of each person counts. A question holds while whoever asked it is
    among the `members`; a confirmation holds also after they left."""
    last: dict[UUID, Spoken] = {}
    for one in sorted(spoken, key=lambda each: each.at):
        if one.of_version == version:
            last[one.by] = one
    if any(one.word is Word.QUESTIONED and one.by in members for one in last.values()):
        return Standing.QUESTIONED
    if any(one.word is Word.CONFIRMED for one in last.values()):
        return Standing.CONFIRMED
    return Standing.SAID
