from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.cohorts.models import Cohort, CohortPriority
from tenants.coverage.models import ProgrammeCost
from tenants.priorities.models import ImprovementPlan, Priority
from tenants.priorities.rules.states import Strength
from tenants.staff.models import Staff
from tests.factories.priorities import make_mapping, make_plan, make_priority


def make_cost(
    session: Session,
    person: Staff,
    year_id: UUID | None = None,
    cohort_id: UUID | None = None,
    **values: object,
) -> ProgrammeCost:
    given = {"what": "Supply cover", "pence": 120_000}
    cost = ProgrammeCost(
        year_id=year_id, cohort_id=cohort_id, entered_by=person.id, entered_at=clock.now(), **given | values
    )
    session.add(cost)
    session.flush()
    return cost


def make_served_plan(
    session: Session, head: Staff, cohort: Cohort, *, title: str = "Talk in every lesson", many: int = 2
) -> tuple[ImprovementPlan, list[Priority]]:
    """The plan of the cohort's year: each standard drives one of its priorities, and the cohort is focused on the
    first."""
    plan = make_plan(session, year_id=cohort.year_id, edition_id=cohort.edition_id)
    priorities = [make_priority(session, plan, at, title=f"{title} {at}") for at in range(1, many + 1)]
    for number in range(1, 11):
        priority = priorities[number % many]
        make_mapping(session, priority, number, Strength.DRIVES, from_on=date(2020, 1, 1), set_by=head.id)
    session.add(
        CohortPriority(
            cohort_id=cohort.id, priority_id=priorities[0].id, focused_by=head.id, focused_at=clock.now()
        )
    )
    session.flush()
    return plan, priorities
