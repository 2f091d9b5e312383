"""Groups of candidates, as the demonstration tells them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.demonstration.told_pieces import Claimed, Piece, claimed, piece


@dataclass(frozen=True)
class Answer:
    """`joined`: when they said yes; `declined`: when they said no. Without either they have not answered yet."""

    who: str
    ago: int
    joined: int | None = None
    declined: int | None = None


@dataclass(frozen=True)
class Spoken:
    """A word on what somebody did; a question has a `note`."""

    by: str
    ago: int
    note: str = ""
    confirmed: bool = True


@dataclass(frozen=True)
class Part:
    """What somebody did for a shared piece, what the others say of it, and what they claim with it; `shared`: with
    their mentor."""

    who: str
    ago: int
    role: str
    did: str
    learned: str = ""
    shared: bool = True
    words: tuple[Spoken, ...] = ()
    claims: tuple[Claimed, ...] = ()


@dataclass(frozen=True)
class Strength:
    """What an assessor says of a shared piece while they judge `who`."""

    ago: int
    by: str
    who: str
    strength: int
    note: str


@dataclass(frozen=True)
class Pooled:
    by: str
    piece: Piece
    parts: tuple[Part, ...] = ()
    strengths: tuple[Strength, ...] = ()


@dataclass(frozen=True)
class HandedIn:
    """Opened by whoever convenes; it goes with the last signature: who signed, and when."""

    opened: int
    signed: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Group:
    """`convener` forms it. The charter is written on a later day; `agreed`: who said so afterwards, and when."""

    name: str
    focus: str
    convener: str
    ago: int
    charter: int
    who_does_what: str
    how_we_decide: str
    agreed: tuple[tuple[str, int], ...]
    answers: tuple[Answer, ...]
    pool: tuple[Pooled, ...] = ()
    handed_in: HandedIn | None = None


def groups(told: Mapping[str, Any]) -> tuple[Group, ...]:
    """As a file tells them."""
    return tuple(_group(one) for one in told["groups"])


def _group(told: Mapping[str, Any]) -> Group:
    read = {
        "agreed": tuple((who, ago) for who, ago in told["agreed"]),
        "answers": tuple(Answer(**one) for one in told["answers"]),
        "pool": tuple(_pooled(one) for one in told.get("pool", ())),
        "handed_in": _handed_in(told["handed_in"]) if "handed_in" in told else None,
    }
    return Group(**{**told, **read})


def _pooled(told: Mapping[str, Any]) -> Pooled:
    by, parts, strengths = told["by"], told.get("parts", ()), told.get("strengths", ())
    rest = {name: value for name, value in told.items() if name not in ("by", "parts", "strengths")}
    return Pooled(
        by,
        piece(rest),
        tuple(_part(one, rest.get("reach", {})) for one in parts),
        tuple(Strength(**one) for one in strengths),
    )


def _part(told: Mapping[str, Any], usual: dict[str, Any]) -> Part:
    """Their claims reach as far as the piece, unless they say otherwise."""
    read = {
        "words": tuple(Spoken(**one) for one in told.get("words", ())),
        "claims": tuple(claimed(*row, usual=usual) for row in told.get("claims", ())),
    }
    return Part(**{**told, **read})


def _handed_in(told: Mapping[str, Any]) -> HandedIn:
    return HandedIn(told["opened"], tuple((who, ago) for who, ago in told["signed"]))
