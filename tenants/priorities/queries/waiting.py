"""What the plan of the running year waits for: for front pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Select, bindparam, exists, select

from tenants.base import clock
from tenants.base.isolation import beside, ours
from tenants.priorities.models import ImprovementPlan, Mapping, Priority, Review
from tenants.priorities.rules.reviews import due
from tenants.priorities.rules.states import Strength
from tenants.schools.models import AcademicYear, HalfTerm
from tenants.schools.rules import Span


@dataclass(frozen=True)
class ToReview:
    """`priorities`: how many are still to be reviewed for the half-term, of which this is the first."""

    half_term: str
    ends_on: date
    priorities: int
    priority_id: UUID
    number: int


@dataclass(frozen=True)
class Waiting:
    plan_id: UUID
    review: ToReview | None
    mapped: bool


@cache
def question() -> Select[UUID, UUID, int, str, date, date, bool, bool]:
    """For tenants/today: each priority beside each half-term of its year, for who `keeps` the plan."""
    mapped = (
        select(Mapping.priority_id)
        .join(Priority, beside(Priority, Mapping, Priority.id == Mapping.priority_id))
        .where(
            beside(Mapping, ImprovementPlan, Priority.plan_id == ImprovementPlan.id),
            Mapping.strength != Strength.NONE.value,
        )
        .correlate(ImprovementPlan)
        .exists()
    )
    reviewed = exists().where(
        beside(Review, Priority, Review.priority_id == Priority.id), Review.half_term == HalfTerm.code
    )
    return (
        select(
            ImprovementPlan.id.label("plan_id"),
            Priority.id,
            Priority.number,
            HalfTerm.code,
            HalfTerm.starts_on,
            HalfTerm.ends_on,
            reviewed.label("reviewed"),
            mapped.label("mapped"),
        )
        .select_from(ImprovementPlan)
        .join(AcademicYear, beside(AcademicYear, ImprovementPlan, AcademicYear.id == ImprovementPlan.year_id))
        .join(Priority, beside(Priority, ImprovementPlan, Priority.plan_id == ImprovementPlan.id))
        .outerjoin(HalfTerm, beside(HalfTerm, AcademicYear, HalfTerm.year_id == AcademicYear.id))
        .where(
            ours(ImprovementPlan),
            bindparam("keeps", type_=Boolean),
            AcademicYear.starts_on <= clock.TODAY,
            AcademicYear.ends_on >= clock.TODAY,
        )
        .order_by(Priority.number, Priority.id, HalfTerm.starts_on)
    )


def told(rows: Iterable[Any], today: date) -> Waiting | None:
    """What the rows of the question say; nothing where no plan runs, or it has no priorities."""
    found = list(rows)
    if not found:
        return None
    half_terms = {code: Span(starts_on, ends_on) for _, _, _, code, starts_on, ends_on, _, _ in found if code}
    reviewed: dict[tuple[UUID, int], set[str]] = {}
    for _, priority_id, number, code, *_, done, _ in found:
        reviewed.setdefault((priority_id, number), set()).update({code} if done else ())
    waiting = [(one, code) for one, known in reviewed.items() if (code := due(half_terms, known, today))]
    plan_id, mapped = found[0][0], found[0][-1]
    if not waiting:
        return Waiting(plan_id, None, mapped)
    (priority_id, number), code = waiting[0]
    return Waiting(
        plan_id, ToReview(code, half_terms[code].ends_on, len(waiting), priority_id, number), mapped
    )
