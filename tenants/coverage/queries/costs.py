from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Date,
    Select,
    and_,
    bindparam,
    cast,
    distinct,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from tenants.awards.models import Award
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import PlaceState
from tenants.coverage.models import ProgrammeCost
from tenants.coverage.rules.costs import Completion, Spent
from tenants.schools.models import AcademicYear


@dataclass(frozen=True)
class Entered:
    """A cost, and what it is for in words: a year or a cohort."""

    cost: ProgrammeCost
    of: str


def cost(session: Session, cost_id: UUID) -> ProgrammeCost:
    found = session.scalar(
        select(ProgrammeCost).where(here(session, ProgrammeCost), ProgrammeCost.id == cost_id)
    )
    if found is None:
        raise NotFound
    return found


def costs(session: Session) -> list[Entered]:
    """The latest first."""
    rows = session.execute(
        select(ProgrammeCost, func.coalesce(AcademicYear.name, Cohort.name))
        .outerjoin(
            AcademicYear, beside(AcademicYear, ProgrammeCost, AcademicYear.id == ProgrammeCost.year_id)
        )
        .outerjoin(Cohort, beside(Cohort, ProgrammeCost, Cohort.id == ProgrammeCost.cohort_id))
        .where(here(session, ProgrammeCost))
        .order_by(ProgrammeCost.id.desc())
    )
    return [Entered(*row) for row in rows]


def to_enter_for(session: Session) -> list[tuple[str, UUID, str]]:
    """Years, then cohorts: kind, id and name."""
    years = session.execute(
        select(AcademicYear.id, AcademicYear.name)
        .where(here(session, AcademicYear))
        .order_by(AcademicYear.starts_on.desc())
    )
    cohorts = session.execute(
        select(Cohort.id, Cohort.name)
        .where(here(session, Cohort))
        .order_by(Cohort.starts_on.desc(), Cohort.name)
    )
    return [*(("year", one, name) for one, name in years), *(("cohort", one, name) for one, name in cohorts)]


@dataclass(frozen=True)
class Sums:
    spent: Spent
    completion: Completion


def sums_of(session: Session, year: AcademicYear, today: date) -> Sums:
    """Of an academic year, in one question. Counted as completed or not: whoever had an approved place whose submission
    window closed in the year, or will and they left before."""
    told = asking(session, year=year.id, begins=year.starts_on, ends=year.ends_on, today=today)
    pence, candidates, awards, finished, counted = session.execute(_select_sums(), told).one()
    return Sums(Spent(pence, candidates, awards), Completion(finished, counted))


@cache
def _select_sums() -> Select[Any]:
    year: BindParameter[UUID] = bindparam("year")
    begins, ends = bindparam("begins", type_=Date), bindparam("ends", type_=Date)
    of_year = select(Cohort.id).where(ours(Cohort), Cohort.year_id == year)
    spent = select(cast(func.coalesce(func.sum(ProgrammeCost.pence), 0), BigInteger)).where(
        ours(ProgrammeCost), or_(ProgrammeCost.year_id == year, ProgrammeCost.cohort_id.in_(of_year))
    )
    candidates = select(func.count()).where(
        ours(Candidate), Candidate.state == PlaceState.APPROVED.value, Candidate.cohort_id.in_(of_year)
    )
    given = and_(ours(Award), Award.revoked_at.is_(None))
    awards = select(func.count(distinct(Award.staff_id))).where(given, Award.awarded_on.between(begins, ends))
    closes = func.coalesce(Candidate.own_closes_on, Cohort.window_closes_on)
    left = Candidate.state == PlaceState.WITHDRAWN.value
    awarded = Candidate.id.in_(select(Award.candidate_id).where(given))
    ended = and_(
        closes.between(begins, ends),
        Candidate.approved_at.is_not(None),
        or_(
            and_(Candidate.state == PlaceState.APPROVED.value, closes < bindparam("today", type_=Date)),
            left,
            awarded,
        ),
    )
    ways = (
        select(func.count().filter(awarded).label("finished"), func.count().label("counted"))
        .select_from(Candidate)
        .join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id))
        .where(ours(Candidate), ended)
        .subquery("ways")
    )
    return select(
        spent.scalar_subquery(),
        candidates.scalar_subquery(),
        awards.scalar_subquery(),
        ways.c.finished,
        ways.c.counted,
    )
