"""A claim: what an item shows for one standard, how far it reached, and why that is this level."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Said:
    level: int | None = None
    reach_who: str = ""
    reach_team: str = ""
    reach_school: str = ""
    reach_count: int | None = None
    reach_when: str = ""
    justification: str = ""


NEEDED: Mapping[str, str] = {
    "level": "Choose how far it reached.",
    "reach_who": "Say who was influenced.",
    "justification": "Say in a sentence why this shows the standard at that level.",
}

LABELS: Mapping[str, str] = {
    "level": "Level",
    "reach_who": "Who was influenced",
    "reach_team": "Their team",
    "reach_school": "Their school",
    "reach_count": "How many people",
    "reach_when": "When",
    "justification": "Why this level",
}


def missing(said: Said) -> dict[str, str]:
    values = asdict(said)
    return {field: sentence for field, sentence in NEEDED.items() if values[field] in ("", None)}


def problems(said: Said, levels: frozenset[int]) -> dict[str, str]:
    found = {}
    if said.level is not None and said.level not in levels:
        found["level"] = NEEDED["level"]
    if said.reach_count is not None and not 1 <= said.reach_count <= 100_000:
        found["reach_count"] = "How many people must be a number from 1 to 100,000."
    return found


def blank(said: Said) -> bool:
    return said == Said()


def changes(before: Said, after: Said) -> list[str]:
    old, new = asdict(before), asdict(after)
    return [field for field in old if old[field] != new[field]]


def both_texts(saved: Said, typed: Said) -> dict[str, tuple[str, str]]:
    old, new = asdict(saved), asdict(typed)
    return {LABELS[field]: (_shown(old[field]), _shown(new[field])) for field in changes(saved, typed)}


def _shown(value: object) -> str:
    return "" if value is None else str(value)
