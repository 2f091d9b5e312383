"""A board: what one part in the programme needs to see first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Action:
    """One thing that needs this person, with the door to it."""

    title: str
    text: str
    href: str
    button: str
    by: date | None = None
    icon: str = "arrow"


@dataclass(frozen=True)
class Board:
    """`template` draws the picture from `facts`, if there is one; `actions` join those of the person's other
    boards."""

    template: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
