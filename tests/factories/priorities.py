from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.priorities.models import ImprovementPlan, Mapping, Priority
from tenants.priorities.rules.states import Strength
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
