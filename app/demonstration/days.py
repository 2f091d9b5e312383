"""The school year as the demonstration counts it: in school days before today."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zlib import crc32

from tenants.base import clock
from tenants.schools.nations import Pattern, bank_holidays, usual_half_terms, usual_year
from tenants.schools.working_days import Calendar

EARLIEST = 7 * 60 + 50
LATEST = 17 * 60 + 40
YEARS_BACK = 4


@dataclass(frozen=True)
class Days:
    today: date
    calendar: Calendar

    def day(self, ago: int) -> date:
        """So many school days before today; of a negative number, after it."""
        if ago < 0:
            return self.calendar.after(self.today, -ago)
        return self._past[ago - 1] if ago else self.today

    def ago(self, day: date) -> int:
        """How many school days ago that day was, or the first one after it."""
        return sum(one >= day for one in self._past)

    @cached_property
    def _past(self) -> list[date]:
        """The school days before today, the last one first."""
        furthest = self.today.toordinal() - min(starts for starts, _ in self.calendar.years).toordinal()
        days = (self.today - timedelta(days=back) for back in range(1, furthest + 1))
        return [day for day in days if self.calendar.works(day)]

    def moment(self, ago: int, salt: str) -> datetime:
        """A time of that day, another one for each salt but always the same."""
        minute = EARLIEST + crc32(f"{salt}{ago}".encode()) % (LATEST - EARLIEST)
        at = time(minute // 60, minute % 60)
        return datetime.combine(self.day(ago), at, clock.SCHOOL_TIME)

    def year_of(self, day: date) -> date:
        """The first day of the academic year around a day."""
        return next(starts for starts, ends in self.calendar.years if starts <= day <= ends)


def begins(today: date) -> range:
    """The calendar years in which the academic years of the demonstration begin."""
    current = today.year if today.month >= 9 else today.year - 1
    return range(current - YEARS_BACK, current + 1)


def days(today: date) -> Days:
    years = [usual_year(year) for year in begins(today)]
    halves = [span for year in begins(today) for span in usual_half_terms(year).values()]
    return Days(
        today,
        Calendar(
            tuple((span.starts_on, span.ends_on) for span in years),
            tuple((span.starts_on, span.ends_on) for span in halves),
            frozenset(day for span in years for day in bank_holidays(Pattern.ENGLAND, span))
            | {day for year in begins(today) for day in inset_days(year)},
        ),
    )


def inset_days(begins_in: int) -> tuple[date, date]:
    """The first day of the autumn and of the spring term belongs to the staff."""
    spans = usual_half_terms(begins_in)
    return spans["A1"].starts_on, spans["Sp1"].starts_on


@contextmanager
def back_in_time() -> Iterator[None]:
    """Whatever happens, the clock stands where it stood before."""
    before = clock.offset()
    try:
        yield
    finally:
        clock.move_by(before)


def go_to(moment: datetime) -> None:
    clock.move_by(clock.offset() + (moment - clock.now()))


def later(minutes: int) -> None:
    clock.move_by(clock.offset() + timedelta(minutes=minutes))
