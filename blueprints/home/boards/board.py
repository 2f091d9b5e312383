"""A board: what one part in the programme needs to see first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Action:
    """One thing that needs this person, with the door to it. `by`: the day it should be done; `since`: the day
    from which it waits; `otherwise`: what happens if nothing is done."""

    title: str
    text: str
    href: str
    button: str
    by: date | None = None
    since: date | None = None
    otherwise: str = ""
    icon: str = "arrow"


@dataclass(frozen=True)
class Moment:
    """A day to come."""

    day: date
    title: str
    text: str = ""
    href: str | None = None


@dataclass(frozen=True)
class Board:
    """`template` draws the picture from `facts`, if there is one; `actions` and `moments` join those of the
    person's other boards. `offers`: it only offers something, also to who has no part in anything."""

    template: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    moments: tuple[Moment, ...] = ()
    offers: bool = False
