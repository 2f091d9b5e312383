"""Who asked to take part, and the time that candidates have, as the demonstration tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Asking:
    """`supported`: when the line manager answered, and with which words; `decided` by the head, or `by` another."""

    who: str
    ago: int
    reason: str
    cohort: str | None = None
    supported: int | None = None
    not_supported: bool = False
    support: str = ""
    decided: int | None = None
    decision: str = ""
    word: str = ""
    approved_for: str | None = None
    by: str | None = None


@dataclass(frozen=True)
class Given:
    ago: int
    hours: int
    how: str
    by: str | None = None


@dataclass(frozen=True)
class Used:
    ago: int
    minutes: int
    purpose: str
    note: str = ""


@dataclass(frozen=True)
class Time:
    who: str
    given: tuple[Given, ...]
    used: tuple[Used, ...] = ()


@dataclass(frozen=True)
class Joining:
    requests: tuple[Asking, ...] = ()
    time: tuple[Time, ...] = ()


def joining(told: Mapping[str, Any]) -> Joining:
    """As a file tells it."""
    return Joining(tuple(_asking(one) for one in told["requests"]), tuple(_time(one) for one in told["time"]))


def _asking(told: Mapping[str, Any]) -> Asking:
    return Asking(**{"approved_for" if name == "for" else name: value for name, value in told.items()})


def _time(told: Mapping[str, Any]) -> Time:
    used = (
        {"purpose" if name == "for" else name: value for name, value in one.items()} for one in told["used"]
    )
    return Time(told["who"], tuple(Given(**one) for one in told["given"]), tuple(Used(**one) for one in used))
