"""The self-audit: a candidate's own view of one standard, and how it changes from round to round."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

LOOK_AGAIN_AFTER = timedelta(days=90)
"""When it is worth looking again: about two half-terms."""


@dataclass(frozen=True)
class View:
    """`level` is where they stand, `target` where they mean to get to."""

    level: int | None = None
    reflection: str = ""
    target: int | None = None


def texts(saved: View, typed: View) -> dict[str, tuple[str, str]]:
    """Label → (saved, typed) of what differs."""
    pairs: Mapping[str, tuple[object, object]] = {
        "Level": (saved.level, typed.level),
        "Target": (saved.target, typed.target),
        "Reflection": (saved.reflection, typed.reflection),
    }
    return {label: (_shown(one), _shown(other)) for label, (one, other) in pairs.items() if one != other}


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def problems(view: View, levels: frozenset[int]) -> dict[str, str]:
    chosen = {"level": view.level, "target": view.target}
    return {
        field: "Choose one of the levels."
        for field, number in chosen.items()
        if number is not None and number not in levels
    }


def missing(view: View) -> dict[str, str]:
    """What the button asks for."""
    if view.level is None:
        return {"level": "Choose where you stand today, or skip this standard for now."}
    if view.target is not None and view.target < view.level:
        return {"target": f"Choose level {view.level} or a higher one: you stand there already."}
    return {}


def worth_looking_again(last_saved_at: datetime | None, done: int, now: datetime) -> bool:
    return bool(done) and last_saved_at is not None and now - last_saved_at >= LOOK_AGAIN_AFTER


def change(before: int | None, after: int | None) -> str:
    """'One level further', 'The same', in words: a level says how far influence reaches, so none is a mark."""
    if not before or not after:
        return "Not looked at" if not after else "New"
    steps = after - before
    if not steps:
        return "The same"
    many = "One level" if abs(steps) == 1 else f"{abs(steps)} levels"
    return f"{many} {'further' if steps > 0 else 'less far than it seemed'}"
