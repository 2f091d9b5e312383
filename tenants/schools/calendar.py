"""School working days: weekdays inside a half-term."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.isolation import beside, here
from tenants.schools.models import AcademicYear, HalfTerm

SATURDAY = 5
Span = tuple[date, date]


@dataclass(frozen=True)
class Calendar:
    """The years a school has set up, and their half-terms. In a year it has not set up yet, every weekday
    counts: a clock that starts in July must still end."""

    years: tuple[Span, ...]
    half_terms: tuple[Span, ...]

    def works(self, day: date) -> bool:
        if day.weekday() >= SATURDAY:
            return False
        return _within(day, self.half_terms) or not _within(day, self.years)

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`; none when that is past."""
        days = (end - start).days
        return sum(self.works(start + timedelta(days=day)) for day in range(1, days + 1))

    def after(self, start: date, days: int) -> date:
        """The day that is so many working days after `start`."""
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= self.works(day)
        return day


def calendar(session: Session) -> Calendar:
    rows = session.execute(
        select(AcademicYear.starts_on, AcademicYear.ends_on, HalfTerm.starts_on, HalfTerm.ends_on)
        .outerjoin(HalfTerm, beside(HalfTerm, AcademicYear, HalfTerm.year_id == AcademicYear.id))
        .where(here(session, AcademicYear))
    ).all()
    years = {(row[0], row[1]) for row in rows}
    return Calendar(tuple(sorted(years)), tuple(sorted((row[2], row[3]) for row in rows if row[2])))


def _within(day: date, spans: tuple[Span, ...]) -> bool:
    return any(starts <= day <= ends for starts, ends in spans)
