"""Improvement plans: of which years there are some, which one holds now, and one whole with all that hangs on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, Select, and_, bindparam, case, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.priorities.models import (
    ImprovementPlan,
    PlannedAction,
    Priority,
    Reading,
    Review,
    SuccessMeasure,
)
from tenants.priorities.rules import plans as rules
from tenants.priorities.rules.measures import Progress, latest, progress
from tenants.priorities.rules.states import Better, Rating
from tenants.priorities.rules.steps import Standing, standing
from tenants.schools.models import AcademicYear
from tenants.schools.rules import Span
from tenants.staff.models import Staff


@dataclass(frozen=True)
class PlanOfYear:
    """A plan and the year it is for."""

    plan: ImprovementPlan
    year: AcademicYear

    @property
    def id(self) -> UUID:
        return self.plan.id

    @property
    def span(self) -> Span:
        return Span(self.year.starts_on, self.year.ends_on)

    @property
    def archived(self) -> bool:
        return self.plan.archived_at is not None

    @property
    def title(self) -> str:
        return f"Improvement plan {self.year.name}"


@dataclass(frozen=True)
class Open:
    """A priority of the plan that holds now, for who may name it."""

    id: UUID
    line_id: UUID
    number: int
    title: str
    reason: str


@dataclass(frozen=True)
class Measured:
    """`readings` in the order of their days."""

    measure: SuccessMeasure
    readings: tuple[Reading, ...]

    @property
    def progress(self) -> Progress:
        last = latest(self.readings)
        one = self.measure
        return progress(one.baseline, one.target, last.value if last else one.baseline, Better(one.better))

    @property
    def read_on(self) -> date:
        last = latest(self.readings)
        return last.day if last else self.measure.baseline_on


@dataclass(frozen=True)
class Step:
    """An action and who sees to it; `left`: they no longer work here."""

    action: PlannedAction
    who: str | None
    left: bool

    def standing(self, today: date) -> Standing:
        return standing(self.action.due_on, self.action.done_on, today)


@dataclass(frozen=True)
class Reviewed:
    review: Review
    by: str

    @property
    def rating(self) -> Rating:
        return Rating(self.review.rating)


@dataclass(frozen=True)
class WholePriority:
    """`reviews` by half-term, in the order they were begun."""

    priority: Priority
    measures: tuple[Measured, ...]
    steps: tuple[Step, ...]
    reviews: Mapping[str, Reviewed]

    @property
    def id(self) -> UUID:
        return self.priority.id

    def latest(self, half_terms: Iterable[str]) -> Reviewed | None:
        """Of these in their order, the last that was reviewed."""
        known = [self.reviews[code] for code in half_terms if code in self.reviews]
        return known[-1] if known else None

    def of(self, wanted: Standing, today: date) -> list[Step]:
        return [one for one in self.steps if one.standing(today) is wanted]


def plan(session: Session, plan_id: UUID) -> ImprovementPlan:
    found = session.scalar(
        select(ImprovementPlan).where(here(session, ImprovementPlan), ImprovementPlan.id == plan_id)
    )
    if found is None:
        raise NotFound
    return found


def plans(session: Session) -> list[PlanOfYear]:
    """The latest year first."""
    rows = session.execute(
        select(ImprovementPlan, AcademicYear)
        .join(AcademicYear, beside(AcademicYear, ImprovementPlan, AcademicYear.id == ImprovementPlan.year_id))
        .where(here(session, ImprovementPlan))
        .order_by(AcademicYear.starts_on.desc())
    )
    return [PlanOfYear(*row) for row in rows]


def of_year(session: Session, plan_id: UUID) -> PlanOfYear:
    found = next((one for one in plans(session) if one.id == plan_id), None)
    if found is None:
        raise NotFound
    return found


def current_plan(session: Session, day: date) -> PlanOfYear | None:
    return rules.current(plans(session), day)


def years_without(session: Session) -> list[AcademicYear]:
    """That may still have a plan, the latest first."""
    taken = select(ImprovementPlan.year_id).where(here(session, ImprovementPlan))
    return list(
        session.scalars(
            select(AcademicYear)
            .where(here(session, AcademicYear), AcademicYear.id.not_in(taken))
            .order_by(AcademicYear.starts_on.desc())
        )
    )


def priorities_open(session: Session, day: date) -> list[Open]:
    """Of the plan of the year that holds the day; else of the latest that is not in the archive."""
    return [Open(*row) for row in session.execute(select_open(), asking(session, day=day))]


@cache
def select_open() -> Select[UUID, UUID, int, str, str]:
    """`Open` in rows, on `day`."""
    return (
        select(Priority.id, Priority.line_id, Priority.number, Priority.title, Priority.reason)
        .where(ours(Priority), Priority.plan_id == _plan_open(ImprovementPlan.id))
        .order_by(Priority.number, Priority.id)
    )


@cache
def select_edition_open() -> Select[UUID]:
    """The version of the standards that the plan of `day` speaks of."""
    return select(_plan_open(ImprovementPlan.edition_id))


def _plan_open(column: InstrumentedAttribute[UUID]) -> ScalarSelect[UUID]:
    day: BindParameter[date] = bindparam("day")
    holds = (AcademicYear.starts_on <= day) & (AcademicYear.ends_on >= day)
    return (
        select(column)
        .join(AcademicYear, beside(AcademicYear, ImprovementPlan, AcademicYear.id == ImprovementPlan.year_id))
        .where(ours(ImprovementPlan), or_(holds, ImprovementPlan.archived_at.is_(None)))
        .order_by(case((holds, 0), else_=1), AcademicYear.starts_on.desc())
        .limit(1)
        .scalar_subquery()
    )


def priorities_of(session: Session, plan_id: UUID) -> list[Priority]:
    return list(
        session.scalars(
            select(Priority)
            .where(here(session, Priority), Priority.plan_id == plan_id)
            .order_by(Priority.number, Priority.id)
        )
    )


def whole(session: Session, priorities: Sequence[Priority]) -> list[WholePriority]:
    """With all that hangs on them, in three questions whatever their number."""
    ids = [one.id for one in priorities]
    measures, steps, reviews = _measures(session, ids), _steps(session, ids), _reviews(session, ids)
    return [
        WholePriority(one, tuple(measures[one.id]), tuple(steps[one.id]), reviews[one.id])
        for one in priorities
    ]


def _measures(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Measured]]:
    rows = session.execute(
        select(SuccessMeasure, Reading)
        .outerjoin(Reading, beside(Reading, SuccessMeasure, Reading.measure_id == SuccessMeasure.id))
        .where(here(session, SuccessMeasure), SuccessMeasure.priority_id.in_(ids))
        .order_by(SuccessMeasure.id, Reading.day)
    ).all()
    known = {measure.id: measure for measure, _ in rows}
    read: dict[UUID, list[Reading]] = {measure_id: [] for measure_id in known}
    for measure, reading in rows:
        if reading is not None:
            read[measure.id].append(reading)
    found: dict[UUID, list[Measured]] = {one: [] for one in ids}
    for measure_id, measure in known.items():
        found[measure.priority_id].append(Measured(measure, tuple(read[measure_id])))
    return found


def _steps(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Step]]:
    rows = session.execute(
        select(PlannedAction, Staff.name, Staff.deactivated_at)
        .outerjoin(Staff, _sees_to_it())
        .where(here(session, PlannedAction), PlannedAction.priority_id.in_(ids))
        .order_by(PlannedAction.due_on, PlannedAction.id)
    )
    found: dict[UUID, list[Step]] = {one: [] for one in ids}
    for action, who, left_at in rows:
        found[action.priority_id].append(Step(action, who, left_at is not None))
    return found


def _sees_to_it() -> ColumnElement[bool]:
    return and_(Staff.school_id == PlannedAction.school_id, Staff.id == PlannedAction.staff_id)


def _reviews(session: Session, ids: Sequence[UUID]) -> dict[UUID, dict[str, Reviewed]]:
    rows = session.execute(
        select(Review, Staff.name)
        .join(Staff, beside(Staff, Review, Staff.id == Review.reviewed_by))
        .where(here(session, Review), Review.priority_id.in_(ids))
        .order_by(Review.reviewed_at)
    )
    found: dict[UUID, dict[str, Reviewed]] = {one: {} for one in ids}
    for review, by in rows:
        found[review.priority_id][review.half_term] = Reviewed(review, by)
    return found
