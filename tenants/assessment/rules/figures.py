"""The numbers a headteacher asks for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

WEEKS_SHOWN = 12


@dataclass(frozen=True)
class Completion:
    """Of all whose place was ever approved, also of those who left."""

    accredited: int
    began: int

    @property
    def percent(self) -> int | None:
        """None while nobody has begun."""
        return round(100 * self.accredited / self.began) if self.began else None


def weeks_taken(ways: Sequence[tuple[date, date]]) -> int | None:
    """The middle one of all ways from the first day to the award, in whole weeks."""
    return round(median((end - start).days for start, end in ways) / 7) if ways else None


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weekly(days: Sequence[date], today: date) -> list[tuple[date, int]]:
    """How many fell into each of the last weeks, by their Mondays; this week comes last."""
    weeks = [monday(today) - timedelta(weeks=back) for back in reversed(range(WEEKS_SHOWN))]
    fallen = Counter(monday(day) for day in days if day >= weeks[0])
    return [(week, fallen[week]) for week in weeks]
