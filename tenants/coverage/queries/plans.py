"""The plans that can be shown, and one of them with its priorities as they stood on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.isolation import asking, beside, here, ours
from tenants.base.permissions import Permission, visible
from tenants.cohorts.models import Candidate, Cohort, CohortPriority
from tenants.coverage.rules.measured import Change
from tenants.coverage.rules.periods import Half, Period, halves_of
from tenants.coverage.rules.scopes import Of, Scope
from tenants.groups.models import GroupMember
from tenants.groups.queries.members import current_members
from tenants.priorities.models import (
    ImprovementPlan,
    Priority,
    Reading,
    Review,
    SuccessMeasure,
)
from tenants.priorities.models import Mapping as Mapped
from tenants.priorities.queries.plans import PlanOfYear
from tenants.priorities.rules.states import Rating, Strength
from tenants.projects.models import Project, ProjectMeasure, ProjectPoint, ProjectPriority
from tenants.projects.rules.measures import FEW
from tenants.schools.models import AcademicYear, HalfTerm
from tenants.schools.nations import Pattern, usual_half_terms
from tenants.schools.rules import HALF_TERMS, Span


@dataclass(frozen=True)
class PlanOf(PlanOfYear):
    halves: list[Half]

    @property
    def period(self) -> Period:
        return Period(self.year.starts_on, self.year.ends_on)


@dataclass(frozen=True)
class Aim:
    """A priority of the plan. `strengths`: standard → how strongly it serves it, where it does. `rating`: of the last
    review. `changes`: what its own measures say; `found`: what projects that serve it found."""

    id: UUID
    number: int
    title: str
    reason: str
    strengths: Mapping[int, Strength]
    rating: Rating | None
    changes: tuple[Change, ...]
    found: tuple[Change, ...]


def plans(session: Session) -> list[PlanOf]:
    """Of every year that has one, the latest first."""
    return [
        PlanOf(plan, year, _halves(year, known or []))
        for plan, year, known in session.execute(_select_plans(), asking(session))
    ]


@cache
def _select_plans() -> Select[Any]:
    told = func.json_build_array(HalfTerm.code, HalfTerm.starts_on, HalfTerm.ends_on)
    halves = (
        select(func.json_agg(told))
        .where(beside(HalfTerm, AcademicYear, HalfTerm.year_id == AcademicYear.id))
        .correlate(AcademicYear)
        .scalar_subquery()
    )
    return (
        select(ImprovementPlan, AcademicYear, halves)
        .join(AcademicYear, beside(AcademicYear, ImprovementPlan, AcademicYear.id == ImprovementPlan.year_id))
        .where(ours(ImprovementPlan))
        .order_by(AcademicYear.starts_on.desc())
    )


def _halves(year: AcademicYear, known: list[list[str]]) -> list[Half]:
    dated = {code: Span(date.fromisoformat(begins), date.fromisoformat(ends)) for code, begins, ends in known}
    usual = usual_half_terms(year.starts_on.year, Pattern(year.pattern))
    return halves_of(Span(year.starts_on, year.ends_on), usual | dated)


def aims(session: Session, actor: Actor, plan: PlanOf, shown_on: date, scope: Scope) -> list[Aim]:
    """As they stood on the day. Of projects only what the reader may read: their own, and those of the library."""
    wanted = _select_aims(session, actor, scope)
    values = {"plan": plan.plan.id, "day": shown_on, "begins": plan.period.begins, "ends": plan.period.ends}
    return [_aim(*row) for row in session.execute(wanted, asking(session, **values))]


def _aim(one: Priority, mapped: Any, reviews: Any, measures: Any, projects: Any) -> Aim:
    rated: dict[str, str] = dict(reviews or ())
    latest = max(rated, key=HALF_TERMS.index, default=None)
    return Aim(
        one.id,
        one.number,
        one.title,
        one.reason,
        {
            number: Strength(strength)
            for number, strength in sorted(mapped or ())
            if strength != Strength.NONE
        },
        Rating(rated[latest]) if latest else None,
        tuple(_change(*told) for told in measures or ()),
        tuple(_change(*told) for told in projects or ()),
    )


def _change(
    name: str, unit: str, better: str, first: float, now: float | None, target: float | None = None
) -> Change:
    return Change(name, unit, better, Decimal(str(first)), _exactly(now), _exactly(target))


def _exactly(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _select_aims(session: Session, actor: Actor, scope: Scope) -> Select[Any]:
    return (
        select(
            Priority,
            _mapped(),
            select(func.json_agg(func.json_build_array(Review.half_term, Review.rating)))
            .where(beside(Review, Priority, Review.priority_id == Priority.id))
            .scalar_subquery(),
            _measures(),
            _projects(session, actor, scope),
        )
        .where(ours(Priority), Priority.plan_id == bindparam("plan"))
        .order_by(Priority.number, Priority.id)
    )


def _mapped() -> Any:
    held = (
        select(Mapped.standard_number, Mapped.strength)
        .where(
            beside(Mapped, Priority, Mapped.priority_id == Priority.id),
            Mapped.from_on <= bindparam("day", type_=Date),
        )
        .ext(distinct_on(Mapped.standard_number))
        .order_by(Mapped.standard_number, Mapped.from_on.desc())
        .correlate(Priority)
        .subquery("held")
    )
    pair = func.json_build_array(held.c.standard_number, held.c.strength)
    return select(func.json_agg(pair)).select_from(held).scalar_subquery()


def _measures() -> Any:
    latest = (
        select(Reading.value)
        .where(
            beside(Reading, SuccessMeasure, Reading.measure_id == SuccessMeasure.id),
            Reading.day <= bindparam("day", type_=Date),
        )
        .order_by(Reading.day.desc())
        .limit(1)
        .correlate(SuccessMeasure)
        .scalar_subquery()
    )
    one = SuccessMeasure
    told = func.json_build_array(one.name, one.unit, one.better, one.baseline, latest, one.target)
    return (
        select(func.json_agg(aggregate_order_by(told, one.id)))
        .where(beside(one, Priority, one.priority_id == Priority.id))
        .correlate(Priority)
        .scalar_subquery()
    )


def _projects(session: Session, actor: Actor, scope: Scope) -> Any:
    """From the first figure to the last by that day, if that is one of the year; of measures that never rest on so few
    people that one could tell who they are."""
    point = ProjectPoint
    first, last = (
        (func.array_agg(aggregate_order_by(point.value, order)))[1] for order in (point.day, point.day.desc())
    )
    figures = (
        select(point.measure_id, first.label("first"), last.label("last"))
        .where(ours(point), point.day <= bindparam("day", type_=Date))
        .group_by(point.measure_id)
        .having(
            func.min(point.people) >= FEW,
            func.count() > 1,
            func.max(point.day).between(bindparam("begins"), bindparam("ends")),
        )
        .subquery("figures")
    )
    one, seen = ProjectMeasure, figures.c
    told = func.json_build_array(one.name, one.unit, one.better, seen.first, seen.last)
    return (
        select(func.json_agg(aggregate_order_by(told, one.id)))
        .select_from(one)
        .join(figures, seen.measure_id == one.id)
        .join(Project, beside(Project, one, Project.id == one.project_id))
        .join(Candidate, beside(Candidate, Project, Candidate.id == Project.candidate_id))
        .where(ours(one), _served(), _readable(actor), *_of(scope))
        .correlate(Priority)
        .scalar_subquery()
    )


def _served() -> Any:
    """What the project names; else what its cohort is focused on."""

    def lines(link: Any, on: Any) -> Any:
        named = Priority.__table__.alias("named")
        return Priority.line_id.in_(
            select(named.c.line_id)
            .select_from(link)
            .join(named, (named.c.school_id == link.school_id) & (named.c.id == link.priority_id))
            .where(on)
            .correlate(Project)
        )

    by_name = lines(
        ProjectPriority, beside(ProjectPriority, Project, ProjectPriority.project_id == Project.id)
    )
    by_focus = lines(
        CohortPriority, beside(CohortPriority, Project, CohortPriority.cohort_id == Project.cohort_id)
    )
    is_named = Project.priorities_named_at.is_not(None)
    return (is_named & by_name) | (~is_named & by_focus)


def _readable(actor: Actor) -> Any:
    return or_(
        visible(actor, Permission.LIBRARY_READ, Project), visible(actor, Permission.PROJECT_WRITE, Project)
    )


def _of(scope: Scope) -> list[Any]:
    whose = {Of.COHORT: Project.cohort_id == scope.id, Of.PERSON: or_(_own(scope), _of_their_group(scope))}
    return [whose[scope.of]] if scope.of in whose else []


def _own(scope: Scope) -> Any:
    return Project.group_id.is_(None) & (Candidate.staff_id == scope.id)


def _of_their_group(scope: Scope) -> Any:
    """Of a group in which they work now."""
    place = Candidate.__table__.alias("place")
    return Project.group_id.in_(
        select(GroupMember.group_id)
        .join(place, (place.c.school_id == GroupMember.school_id) & (place.c.id == GroupMember.candidate_id))
        .where(ours(GroupMember), place.c.staff_id == scope.id, current_members(place.c))
    )


@dataclass(frozen=True)
class CohortNamed:
    """`opens`: whether the reader may open its coverage."""

    id: UUID
    name: str
    opens: bool


def cohorts_of(session: Session, actor: Actor, scope: Scope) -> list[CohortNamed]:
    """Those whose coverage somebody may open; of a person, also those in which that person has a place."""
    opens = visible(actor, Permission.COVERAGE_READ, Cohort)
    wanted = opens
    if scope.of is Of.PERSON:
        places = select(Candidate.cohort_id).where(here(session, Candidate), Candidate.staff_id == scope.id)
        wanted = or_(opens, Cohort.id.in_(places))
    rows = session.execute(
        select(Cohort.id, Cohort.name, opens)
        .where(here(session, Cohort), wanted)
        .order_by(Cohort.starts_on.desc(), Cohort.name)
    )
    return [CohortNamed(*row) for row in rows]
