"""Pieces of evidence as the demonstration tells them, a candidate's or a group's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenants.portfolios.rules.states import EvidenceKind

KINDS: Mapping[str, EvidenceKind] = {
    "reflection": EvidenceKind.TEXT,
    "observation": EvidenceKind.TEXT,
    "meeting": EvidenceKind.TEXT,
    "feedback": EvidenceKind.TEXT,
    "link": EvidenceKind.LINK,
    "presentation": EvidenceKind.PRESENTATION,
    "file": EvidenceKind.FILE,
    "photo": EvidenceKind.FILE,
    "data": EvidenceKind.FILE,
}
"""What candidates bring, and the kind under which Lectern keeps it."""


@dataclass(frozen=True)
class Reach:
    """Whom something influenced; without a `school` the candidate's own."""

    who: str
    team: str
    many: int
    school: str | None = None


@dataclass(frozen=True)
class Claimed:
    standard: int
    level: int
    why: str
    reach: Reach


@dataclass(frozen=True)
class Piece:
    """One item of evidence. `kind`: a key of KINDS; `held`: when it happened; `file`: what is attached, drawn
    by `papers`."""

    ago: int
    kind: str
    title: str
    body: str = ""
    url: str | None = None
    audience: str | None = None
    audience_from: str | None = None
    audience_size: int | None = None
    held: int | None = None
    file: str | None = None
    people: str = "nobody"
    consent: str = ""
    draft: bool = False
    shared: bool = True
    claims: tuple[Claimed, ...] = ()


def piece(told: dict[str, Any]) -> Piece:
    usual = told.get("reach", {})
    claims = tuple(claimed(*row, usual=usual) for row in told.get("claims", ()))
    return Piece(**{name: value for name, value in told.items() if name != "reach"} | {"claims": claims})


def claimed(
    standard: int, level: int, why: str, reach: dict[str, Any] | None = None, *, usual: dict[str, Any]
) -> Claimed:
    """It reaches as far as its piece, unless it says otherwise."""
    return Claimed(standard, level, why, Reach(**(reach or usual)))
