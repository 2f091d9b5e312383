from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound, Suspended
from tenants.base.isolation import bound_school, here
from tenants.schools.models import AcademicYear, ClosedDay, HalfTerm, PaperAcceptance, School
from tenants.schools.nations import Pattern, usual_half_terms
from tenants.schools.papers import CURRENT, PaperText, current
from tenants.schools.rules import HALF_TERMS, HALVES, SLUG, Paper, Span, Term


def school_by_slug(session: Session, slug: str) -> School:
    """Raises NotFound for an unknown address, and Suspended for a school that was suspended."""
    if not SLUG.fullmatch(slug):
        raise NotFound
    school = session.scalar(_select_by_slug(), {"wanted": slug})
    if school is None:
        raise NotFound
    if school.suspended_at is not None:
        raise Suspended(school.name)
    return school


@cache
def _select_by_slug() -> Select[School]:
    return select(School).where(School.slug == bindparam("wanted"))


def this_school(session: Session) -> School:
    """The school the session is bound to."""
    return session.scalars(select(School).where(School.id == bound_school(session))).one()


def lock_school(session: Session) -> School:
    """Whoever changes what the whole school shares (its particulars, its staff list, its calendar) goes
    first; the next one waits and then sees what they did. Others read and write on."""
    locked = select(School).where(School.id == bound_school(session)).with_for_update(key_share=True)
    return session.scalars(locked, execution_options={"populate_existing": True}).one()


def schools_named_like(session: Session, words: str, most: int = 10) -> list[School]:
    """For the public finder: names and towns are public."""
    wanted = f"%{words.replace('%', '').replace('_', '').strip()}%"
    return list(
        session.scalars(
            select(School)
            .where(School.suspended_at.is_(None), School.name.ilike(wanted))
            .order_by(School.name)
            .limit(most)
        )
    )


@dataclass(frozen=True)
class PlannedYear:
    """One academic year with the half-terms that have dates, in their order."""

    year: AcademicYear
    half_terms: dict[str, Span]

    @property
    def id(self) -> UUID:
        return self.year.id

    @property
    def span(self) -> Span:
        return Span(self.year.starts_on, self.year.ends_on)

    def has(self, term: Term) -> bool:
        return all(code in self.half_terms for code in HALVES[term])


def planned_years(session: Session) -> list[PlannedYear]:
    """Every year of this school, the latest first, in two queries."""
    years = session.scalars(
        select(AcademicYear).where(here(session, AcademicYear)).order_by(AcademicYear.starts_on.desc())
    ).all()
    halves = session.scalars(
        select(HalfTerm).where(here(session, HalfTerm)).order_by(HalfTerm.starts_on)
    ).all()
    return [_planned_year(year, halves) for year in years]


def _planned_year(year: AcademicYear, halves: Sequence[HalfTerm]) -> PlannedYear:
    own = {half.code: Span(half.starts_on, half.ends_on) for half in halves if half.year_id == year.id}
    return PlannedYear(year, own)


def planned_year(session: Session, year_id: UUID) -> PlannedYear:
    found = next((one for one in planned_years(session) if one.id == year_id), None)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class PlannedTerm:
    year: PlannedYear
    term: Term

    @property
    def id(self) -> UUID:
        return self.year.id

    @property
    def halves(self) -> tuple[Span | None, Span | None]:
        """The dates the school has given, else the usual ones, else none."""
        pattern = Pattern(self.year.year.pattern)
        known = usual_half_terms(self.year.span.starts_on.year, pattern) | self.year.half_terms
        first, second = HALVES[self.term]
        return known.get(first), known.get(second)

    @property
    def next(self) -> Term | None:
        terms = list(Term)
        return next(iter(terms[terms.index(self.term) + 1 :]), None)


@dataclass(frozen=True)
class YearWithClosures:
    """A year with its days without lessons, in their order."""

    year: PlannedYear
    closed: tuple[ClosedDay, ...]

    @property
    def id(self) -> UUID:
        return self.year.id


def year_with_closures(session: Session, year_id: UUID) -> YearWithClosures:
    return YearWithClosures(planned_year(session, year_id), tuple(closures(session, year_id)))


def closures(session: Session, year_id: UUID) -> Sequence[ClosedDay]:
    return session.scalars(
        select(ClosedDay)
        .where(here(session, ClosedDay), ClosedDay.year_id == year_id)
        .order_by(ClosedDay.day)
    ).all()


def closures_by_year(session: Session) -> dict[UUID, list[ClosedDay]]:
    found: dict[UUID, list[ClosedDay]] = {}
    for one in session.scalars(select(ClosedDay).where(here(session, ClosedDay)).order_by(ClosedDay.day)):
        found.setdefault(one.year_id, []).append(one)
    return found


def planned_term(session: Session, year_id: UUID, term: str) -> PlannedTerm:
    return PlannedTerm(planned_year(session, year_id), Term(term))


def paper(session: Session, paper: str) -> PaperText:
    return current(Paper(paper))


@dataclass(frozen=True)
class Accepted:
    paper: Paper
    version: str
    by: UUID
    at: datetime


def acceptances(session: Session) -> list[Accepted]:
    """Newest first."""
    rows = session.scalars(
        select(PaperAcceptance)
        .where(here(session, PaperAcceptance))
        .order_by(PaperAcceptance.accepted_at.desc(), PaperAcceptance.id.desc())
    )
    return [Accepted(Paper(row.paper), row.version, row.accepted_by, row.accepted_at) for row in rows]


def standing(accepted: Iterable[Accepted]) -> dict[Paper, Accepted]:
    """The papers whose current version was accepted."""
    return {one.paper: one for one in accepted if CURRENT[one.paper] == one.version}


def complete_years(session: Session) -> int:
    """How many academic years have all their half-terms."""
    whole = (
        select(HalfTerm.year_id)
        .where(here(session, HalfTerm))
        .group_by(HalfTerm.year_id)
        .having(func.count() == len(HALF_TERMS))
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(whole)) or 0
