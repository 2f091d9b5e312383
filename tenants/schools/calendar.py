"""The calendar of a school, as it stands in its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, cast, literal, null, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from tenants.base.errors import NotFound
from tenants.base.isolation import asking, ours
from tenants.schools.models import AcademicYear, ClosedDay, HalfTerm
from tenants.schools.rules import Closure, Span
from tenants.schools.working_days import Calendar

YEAR, HALF_TERM = "year", "half_term"


@dataclass(frozen=True)
class SchoolYear:
    """One academic year: its half-terms in their order, and its days without lessons with their names."""

    id: UUID
    name: str
    span: Span
    half_terms: Mapping[str, Span]
    closed: Mapping[date, tuple[Closure, str]]


@dataclass(frozen=True)
class SchoolCalendar:
    calendar: Calendar
    years: tuple[SchoolYear, ...]

    def year(self, year_id: UUID) -> SchoolYear:
        found = next((one for one in self.years if one.id == year_id), None)
        if found is None:
            raise NotFound
        return found


def calendar(session: Session) -> Calendar:
    return school_calendar(session).calendar


def school_calendar(session: Session) -> SchoolCalendar:
    """In one question."""
    rows = session.execute(_select_days(), asking(session)).all()
    halves = [row for row in rows if row.what == HALF_TERM]
    closed = [row for row in rows if row.what in tuple(Closure)]
    years = [row for row in rows if row.what == YEAR]
    return SchoolCalendar(
        calendar=Calendar(
            years=tuple(sorted((row.starts_on, row.ends_on) for row in years)),
            half_terms=tuple(sorted((row.starts_on, row.ends_on) for row in halves)),
            closed=frozenset(row.starts_on for row in closed),
        ),
        years=tuple(_year(row, halves, closed) for row in sorted(years, key=lambda row: row.starts_on)),
    )


def _year(year: Any, halves: Sequence[Any], closed: Sequence[Any]) -> SchoolYear:
    own = sorted((row for row in halves if row.year_id == year.year_id), key=lambda row: row.starts_on)
    return SchoolYear(
        id=year.year_id,
        name=year.name,
        span=Span(year.starts_on, year.ends_on),
        half_terms={row.name: Span(row.starts_on, row.ends_on) for row in own},
        closed={
            row.starts_on: (Closure(row.what), row.name) for row in closed if row.year_id == year.year_id
        },
    )


@cache
def _select_days() -> CompoundSelect[Any]:
    return union_all(
        select(
            cast(literal(YEAR), Text).label("what"),
            AcademicYear.id.label("year_id"),
            AcademicYear.name.label("name"),
            AcademicYear.starts_on.label("starts_on"),
            AcademicYear.ends_on.label("ends_on"),
        ).where(ours(AcademicYear)),
        select(
            cast(literal(HALF_TERM), Text),
            HalfTerm.year_id,
            HalfTerm.code,
            HalfTerm.starts_on,
            HalfTerm.ends_on,
        ).where(ours(HalfTerm)),
        select(ClosedDay.kind, ClosedDay.year_id, ClosedDay.name, ClosedDay.day, null()).where(
            ours(ClosedDay)
        ),
    )
