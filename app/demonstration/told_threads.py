"""What work serves of the improvement plan, as the demonstration tells it: priorities by their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Focus:
    cohort: str
    ago: int
    by: str
    priorities: tuple[int, ...]


@dataclass(frozen=True)
class Named:
    """`of`: piece, project or event; the first and the last go by their title."""

    who: str
    ago: int
    of: str
    priorities: tuple[int, ...]
    title: str = ""


@dataclass(frozen=True)
class Threads:
    focus: tuple[Focus, ...] = ()
    named: tuple[Named, ...] = ()


def threads(told: Mapping[str, Any]) -> Threads:
    """As a file tells it."""
    return Threads(
        tuple(Focus(**one | {"priorities": tuple(one["priorities"])}) for one in told["focus"]),
        tuple(Named(**one | {"priorities": tuple(one["priorities"])}) for one in told["named"]),
    )
