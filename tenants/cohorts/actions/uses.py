"""What the operator is told of a school's cohorts: how many of them have a version of the standards."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tenants.base.isolation import bound_school, here
from tenants.cohorts.models import Cohort
from tenants.cohorts.rules import CohortState
from tenants.standards.models import EditionUse


def tell_uses(session: Session) -> None:
    """Counted anew: those that are not closed."""
    session.flush()
    school_id = bound_school(session)
    session.execute(delete(EditionUse).where(EditionUse.school_id == school_id))
    counted = session.execute(
        select(Cohort.edition_id, func.count())
        .where(here(session, Cohort), Cohort.state != CohortState.CLOSED.value)
        .group_by(Cohort.edition_id)
    )
    session.add_all(
        EditionUse(school_id=school_id, edition_id=edition_id, cohorts=many) for edition_id, many in counted
    )
    session.flush()
