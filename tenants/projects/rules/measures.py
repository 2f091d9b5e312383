"""What figures say, and what they do not: a before and an after, the people behind them, and no more than that."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from tenants.base.figures import plain, said
from tenants.projects.rules.states import Better

FEW = 10
"""Of so few people one can often tell who is who."""
NO_CLAIM = (
    "This is what was counted, and no claim that it is significant: something else may have changed it too."
)
FEW_PEOPLE = (
    f"Fewer than {FEW} people are behind a figure. Colleagues may recognise pupils, so leave out what tells them "
    "apart. In the school’s library these figures are not shown."
)
HELD_BACK = f"Fewer than {FEW} people are behind its figures, so they stay with the author."
OTHER_PEOPLE = "The number of people is not the same each time, so these may not be the same pupils."


class Counted(Protocol):
    @property
    def day(self) -> date: ...
    @property
    def value(self) -> Decimal: ...
    @property
    def people(self) -> int: ...


def few(people: int) -> bool:
    return people < FEW


def cautions(points: Sequence[Counted]) -> list[str]:
    found = [FEW_PEOPLE] if any(few(point.people) for point in points) else []
    return [*found, OTHER_PEOPLE] if len({point.people for point in points}) > 1 else found


def change(points: Sequence[Counted], unit: str, better: Better) -> str:
    """The first and the last figure in one sentence, and which way is better; never a verdict."""
    if not points:
        return "No figures yet."
    if len(points) == 1:
        return f"{said(points[0].value, unit)} before. There is nothing to compare it with yet."
    first, last = points[0].value, points[-1].value
    moved = last - first
    how = "no change" if not moved else f"{_step(abs(moved), unit)} {'more' if moved > 0 else 'less'}"
    wanted = "More is better." if better is Better.HIGHER else "Less is better."
    return f"From {said(first, unit)} to {said(last, unit)}: {how}. {wanted}"


def _step(value: Decimal, unit: str) -> str:
    """Between two percentages lie points, not per cent."""
    return f"{plain(value)} percentage points" if unit.startswith("%") else said(value, unit)


def day_problem(day: date, today: date) -> str | None:
    if day > today:
        return "The date must be today or in the past."
    return "Check the year." if day.year < 1950 else None
