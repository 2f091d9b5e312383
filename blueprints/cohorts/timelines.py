"""A cohort's dates as a picture and a table: each with its number, and with what does not fit about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from blueprints.shared.current import current
from blueprints.shared.drawing import WIDTH
from blueprints.shared.year_line import Part, Pin, year_line
from tenants.base import clock
from tenants.cohorts.models import Cohort, TimetableDate
from tenants.cohorts.moving import Year, misfits
from tenants.cohorts.timetable import dated, timetable, year_of
from tenants.programmes.rules.design import HELD, ONCE, StepKind
from tenants.schools.rules import HALF_TERM_NAMES

WIDE = 960


@dataclass(frozen=True)
class Row:
    number: int
    date: TimetableDate
    odd: list[str]

    @property
    def held(self) -> bool:
        return StepKind(self.date.kind) in HELD

    @property
    def once(self) -> bool:
        return StepKind(self.date.kind) in ONCE


@dataclass(frozen=True)
class Timeline:
    """`wide` and `narrow`: the same picture for a screen and for a phone."""

    rows: list[Row]
    wide: Markup | None
    narrow: Markup | None
    year: Year

    @property
    def odd(self) -> int:
        return sum(bool(row.odd) for row in self.rows)


def look(cohort: Cohort) -> Timeline:
    return timeline(cohort, timetable(current.session, cohort.id), year_of(current.session, cohort))


def timeline(cohort: Cohort, dates: Sequence[TimetableDate], year: Year) -> Timeline:
    odd = misfits(dated(dates), year)
    placed = [one for one in dates if one.day is not None]
    homeless = [one for one in dates if one.day is None]
    rows = [
        Row(number, one, [*odd[one.id], *([one.note] if one.note else [])])
        for number, one in enumerate([*placed, *homeless], 1)
    ]
    if not placed:
        return Timeline(rows, None, None, year)
    return Timeline(rows, _drawing(cohort, rows, year, WIDE), _drawing(cohort, rows, year, WIDTH), year)


def _drawing(cohort: Cohort, rows: list[Row], year: Year, width: int) -> Markup:
    parts = [
        Part(HALF_TERM_NAMES[code], span.starts_on, span.ends_on) for code, span in year.half_terms.items()
    ]
    pins = [Pin(row.number, row.date.title, row.date.day, bool(row.odd)) for row in rows if row.date.day]
    window = (cohort.window_opens_on, cohort.window_closes_on)
    return year_line(f"The year of {cohort.name}", parts, pins, window, clock.today(), width=width)
