from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.priorities.models import (
    ImprovementPlan,
    Mapping,
    PlannedAction,
    Priority,
    Reading,
    Review,
    SuccessMeasure,
)
from tenants.priorities.rules.states import Better, Rating, Strength
from tenants.schools.models import AcademicYear
from tenants.standards.models import Edition
from tests.factories.schools import make_year


def make_plan(session: Session, **values: object) -> ImprovementPlan:
    """Of the school's first academic year, without priorities."""
    year = session.scalar(select(AcademicYear).order_by(AcademicYear.starts_on)) or make_year(session)
    edition = session.scalars(select(Edition).order_by(Edition.published_on.desc())).first()
    assert edition is not None
    given = {"year_id": year.id, "edition_id": edition.id, "begun_at": clock.now()}
    plan = ImprovementPlan(**(given | values))
    session.add(plan)
    session.flush()
    return plan


def make_priority(session: Session, plan: ImprovementPlan, number: int = 1, **values: object) -> Priority:
    given = {"plan_id": plan.id, "number": number, "title": f"Priority {number}", "reason": "It matters here"}
    priority = Priority(**(given | values))
    session.add(priority)
    session.flush()
    return priority


def make_mapping(
    session: Session,
    priority: Priority,
    standard_number: int,
    strength: Strength,
    *,
    from_on: date,
    set_by: UUID,
) -> Mapping:
    mapping = Mapping(
        priority_id=priority.id,
        standard_number=standard_number,
        from_on=from_on,
        strength=strength.value,
        reason="Both are about talk",
        set_by=set_by,
        set_at=clock.now(),
    )
    session.add(mapping)
    session.flush()
    return mapping


def make_measure(session: Session, priority: Priority, **values: object) -> SuccessMeasure:
    given = {
        "priority_id": priority.id,
        "name": "Pupils who explain aloud",
        "unit": "%",
        "better": Better.HIGHER.value,
        "baseline": Decimal(30),
        "baseline_on": clock.today() - timedelta(days=60),
        "target": Decimal(60),
    }
    measure = SuccessMeasure(**(given | values))
    session.add(measure)
    session.flush()
    return measure


def make_reading(session: Session, measure: SuccessMeasure, value: int, day: date, by: UUID) -> Reading:
    reading = Reading(measure_id=measure.id, day=day, value=Decimal(value), read_by=by, read_at=clock.now())
    session.add(reading)
    session.flush()
    return reading


def make_step(session: Session, priority: Priority, **values: object) -> PlannedAction:
    given = {
        "priority_id": priority.id,
        "what": "Visit each other",
        "due_on": clock.today() + timedelta(days=30),
    }
    step = PlannedAction(**(given | values))
    session.add(step)
    session.flush()
    return step


def make_review(session: Session, priority: Priority, half_term: str, by: UUID, **values: object) -> Review:
    given = {
        "priority_id": priority.id,
        "half_term": half_term,
        "rating": Rating.ON_TRACK.value,
        "note": "It moves",
        "reviewed_by": by,
        "reviewed_at": clock.now(),
    }
    review = Review(**(given | values))
    session.add(review)
    session.flush()
    return review
