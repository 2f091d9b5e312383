"""What was typed, as words to look for; and what was found, with those words marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from tenants.base.searching import WORD, folded, words_of

LONGEST = 100
MOST_WORDS = 8
LEAST_LETTERS = 2
BEFORE, AFTER = 60, 160
DRESS = str.maketrans("", "", "*#`")
"""What Markdown is dressed in."""


class Group(StrEnum):
    PEOPLE = "people"
    COHORTS = "cohorts"
    EVIDENCE = "evidence"
    PROJECTS = "projects"
    PLAN = "plan"
    HANDED_IN = "handed-in"


@dataclass(frozen=True)
class Piece:
    text: str
    marked: bool = False


def asked(typed: str) -> tuple[str, ...]:
    """None of what is too short to look for."""
    words = words_of(typed[:LONGEST])[:MOST_WORDS]
    return tuple(words) if sum(map(len, words)) >= LEAST_LETTERS else ()


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """The text in pieces: each word that begins as one looked for is marked."""
    return list(_pieces(normalize("NFC", text), words))


def excerpt(text: str, words: Sequence[str]) -> list[Piece]:
    """The part of a longer text around the first word that was looked for."""
    plain = " ".join(normalize("NFC", text).translate(DRESS).split())
    first = next((one.start() for one in WORD.finditer(plain) if _begins(one[0], words)), 0)
    start = plain.rfind(" ", 0, max(0, first - BEFORE)) + 1 if first > BEFORE else 0
    end = start + BEFORE + AFTER
    shown = plain[start:end].rsplit(" ", 1)[0] if end < len(plain) else plain[start:]
    return marked(f"{'… ' if start else ''}{shown}{' …' if end < len(plain) else ''}", words)


def _pieces(text: str, words: Sequence[str]) -> Iterator[Piece]:
    at = 0
    for one in WORD.finditer(text):
        if _begins(one[0], words):
            if at < one.start():
                yield Piece(text[at : one.start()])
            yield Piece(one[0], marked=True)
            at = one.end()
    if at < len(text):
        yield Piece(text[at:])


def _begins(word: str, words: Sequence[str]) -> bool:
    return folded(word).startswith(tuple(words))
