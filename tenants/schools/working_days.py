"""School working days: weekdays inside a half-term on which pupils come. Pure, so that anybody can count them again."""

from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
Days = tuple[date, date]
"""From a day to a day, both inside."""


@dataclass(frozen=True)
class Calendar:
    """The years a school has set up, their half-terms, and the days inside these without lessons: holidays and
    INSET days. In a year it has not set up yet, every weekday counts: a clock that starts in July must still
    end."""

    years: tuple[Days, ...]
    half_terms: tuple[Days, ...]
    closed: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        if day.weekday() >= SATURDAY or day in self.closed:
            return False
        return _within(day, self.half_terms) or not _within(day, self.years)

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`; none when that is past."""
        days = (end - start).days
        return sum(self.works(start + timedelta(days=day)) for day in range(1, days + 1))

    def after(self, start: date, days: int) -> date:
        """The day that is so many working days after `start`."""
        return self._step(start, days, timedelta(days=1))

    def before(self, end: date, days: int) -> date:
        """The day that is so many working days before `end`."""
        return self._step(end, days, timedelta(days=-1))

    def working(self, first: date, last: date) -> list[date]:
        """The working days from one day to another, both inside."""
        days = ((first + timedelta(days=at)) for at in range((last - first).days + 1))
        return [day for day in days if self.works(day)]

    def _step(self, start: date, days: int, one: timedelta) -> date:
        day = start
        while days > 0:
            day += one
            days -= self.works(day)
        return day


def _within(day: date, spans: tuple[Days, ...]) -> bool:
    return any(starts <= day <= ends for starts, ends in spans)
