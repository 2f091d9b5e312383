"""Groups of candidates, as the demonstration tells them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """`joined`: when they said yes; without it they have not answered yet."""

    who: str
    ago: int
    joined: int | None = None


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


def groups(told: Mapping[str, Any]) -> tuple[Group, ...]:
    """As a file tells them."""
    return tuple(_group(one) for one in told["groups"])


def _group(told: Mapping[str, Any]) -> Group:
    read = {
        "agreed": tuple((who, ago) for who, ago in told["agreed"]),
        "answers": tuple(Answer(**one) for one in told["answers"]),
    }
    return Group(**{**told, **read})
