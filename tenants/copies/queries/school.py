"""All that a school has here, as its headteachers may read it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate
from tenants.cohorts.taken import places_taken
from tenants.copies.queries.contents import contents_of
from tenants.copies.queries.groups import group_rows
from tenants.copies.queries.improvement_plans import improvement_plans
from tenants.copies.queries.standards import guidance_rows
from tenants.copies.rules.contents import SchoolContents
from tenants.copies.rules.copies import Scope, safe_path
from tenants.coverage.queries.costs import costs
from tenants.staff import exporting
from tenants.staff.models import Staff

Rows = tuple[tuple[str, ...], ...]
COSTS = ("What for", "Year or cohort", "Pence", "Entered on")
PLACES = ("Cohort", "Name", "Work email", "Place", "Since")


def whole_school(session: Session) -> SchoolContents:
    """Private work that was never handed in stays its owner's: each of them can take a copy of that themselves."""
    people = _with_places(session)
    return SchoolContents(
        made_at=clock.now(),
        tables=(
            ("staff.csv", tuple(exporting.rows(session))),
            ("places.csv", _places(session)),
            ("groups.csv", group_rows(session)),
            ("guidance.csv", guidance_rows(session)),
            ("costs.csv", _costs(session)),
            *improvement_plans(session),
        ),
        people=tuple(
            (safe_path("people", number, name), contents_of(session, staff_id, Scope.SCHOOL))
            for number, (staff_id, name) in enumerate(people, 1)
        ),
    )


def _with_places(session: Session) -> list[tuple[UUID, str]]:
    rows = session.execute(
        select(Staff.id, Staff.name)
        .join(Candidate, beside(Candidate, Staff, Candidate.staff_id == Staff.id))
        .where(here(session, Staff))
        .order_by(Staff.name, Staff.id)
        .distinct()
    )
    return [(staff_id, name) for staff_id, name in rows]


def _places(session: Session) -> Rows:
    taken = (
        (one.cohort.name, one.person.name, one.person.email, one.candidate.state, str(one.began_on or ""))
        for one in places_taken(session)
    )
    return (PLACES, *taken)


def _costs(session: Session) -> Rows:
    entered = (
        (one.cost.what, one.of, str(one.cost.pence), str(clock.school_date(one.cost.entered_at)))
        for one in costs(session)
    )
    return (COSTS, *entered)
