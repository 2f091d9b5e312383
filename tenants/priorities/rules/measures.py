"""How far a success measure has come from its baseline towards its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from tenants.priorities.rules.states import Better

WHOLE = 100


class Read(Protocol):
    @property
    def day(self) -> date: ...
    @property
    def value(self) -> Decimal: ...


R = TypeVar("R", bound=Read)


@dataclass(frozen=True)
class Progress:
    """`share`: per cent of the way from the baseline to the target, from 0 to 100."""

    current: Decimal
    share: int
    met: bool


def progress(baseline: Decimal, target: Decimal, current: Decimal, better: Better) -> Progress:
    """Backwards is no way at all. Where the target is the baseline, it is to be kept."""
    met = current >= target if better is Better.HIGHER else current <= target
    if met:
        return Progress(current, WHOLE, met)
    way = target - baseline
    share = int(WHOLE * (current - baseline) / way) if way else 0
    return Progress(current, min(max(share, 0), WHOLE - 1), met)


def latest(readings: Sequence[R]) -> R | None:
    return max(readings, key=lambda one: one.day, default=None)


def target_problem(baseline: Decimal, target: Decimal, better: Better) -> str | None:
    if better is Better.HIGHER and target < baseline:
        return "More is better here, so the target cannot be less than where you start"
    if better is Better.LOWER and target > baseline:
        return "Less is better here, so the target cannot be more than where you start"
    return None


def reading_problem(day: date, baseline_on: date, today: date) -> str | None:
    if day > today:
        return "Choose today or an earlier day: a figure is noted once it is known"
    if day < baseline_on:
        return "This day is before the one of the baseline. Choose a later one"
    return None
