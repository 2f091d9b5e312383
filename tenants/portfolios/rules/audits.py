"""The self-audit: a candidate's own view of one standard."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    level: int | None = None
    reflection: str = ""


def texts(saved: View, typed: View) -> dict[str, tuple[str, str]]:
    """Label → (saved, typed) of what differs."""
    pairs: Mapping[str, tuple[object, object]] = {
        "Level": (saved.level, typed.level),
        "Reflection": (saved.reflection, typed.reflection),
    }
    return {label: (_shown(one), _shown(other)) for label, (one, other) in pairs.items() if one != other}


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def problems(view: View, levels: frozenset[int]) -> dict[str, str]:
    known = view.level is None or view.level in levels
    return {} if known else {"level": "Choose one of the levels."}
