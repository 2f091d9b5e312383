"""A school's improvement plans, as the demonstration tells them.

`at` is a share of the plan's year as far as it has come: 0 is its first school day, 1 its last or yesterday."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measure:
    """`readings`: when, and what."""

    name: str
    unit: str
    better: str
    baseline: str
    target: str
    readings: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class Action:
    """`due`: when, or `ahead`: so many school days after today; `done`: when."""

    what: str
    who: str | None = None
    due: float = 1
    ahead: int = 0
    done: float | None = None


@dataclass(frozen=True)
class Mapped:
    """`at`: when it was said."""

    standard: int
    strength: str
    reason: str = ""
    at: float = 0.1


@dataclass(frozen=True)
class Priority:
    """`carried`: it goes on from the plan before, with what it had; only what is new is told. `reviews`: one a
    half-term, rating and note."""

    title: str
    reason: str = ""
    carried: bool = False
    measures: tuple[Measure, ...] = ()
    readings: tuple[tuple[float, str], ...] = ()
    actions: tuple[Action, ...] = ()
    reviews: tuple[tuple[str, str], ...] = ()
    mapped: tuple[Mapped, ...] = ()


@dataclass(frozen=True)
class Plan:
    """`back`: how many years before the one that runs."""

    about: str
    back: int
    agreed: float
    priorities: tuple[Priority, ...]


def plans(told: Mapping[str, Any]) -> tuple[Plan, ...]:
    """As a file tells them, the earliest first."""
    return tuple(
        Plan(**one | {"priorities": tuple(_priority(each) for each in one["priorities"])})
        for one in told["plans"]
    )


def _priority(told: Mapping[str, Any]) -> Priority:
    return Priority(
        **{**told}
        | {
            "measures": tuple(
                Measure(**one | {"readings": _pairs(one.get("readings", ()))})
                for one in told.get("measures", ())
            ),
            "readings": _pairs(told.get("readings", ())),
            "actions": tuple(Action(**one) for one in told.get("actions", ())),
            "reviews": _pairs(told.get("reviews", ())),
            "mapped": tuple(Mapped(*one) for one in told.get("mapped", ())),
        }
    )


def _pairs(told: Any) -> tuple[Any, ...]:
    return tuple((first, second) for first, second in told)
