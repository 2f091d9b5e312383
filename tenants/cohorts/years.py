"""The academic years that a cohort can be planned in."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.isolation import here
from tenants.schools.models import AcademicYear


def running_years(session: Session) -> Sequence[AcademicYear]:
    """Those that are not over yet, the first to come first; where all are over, these."""
    known = session.scalars(
        select(AcademicYear).where(here(session, AcademicYear)).order_by(AcademicYear.starts_on)
    ).all()
    return [year for year in known if year.ends_on >= clock.today()] or known


def year(session: Session, year_id: UUID) -> AcademicYear:
    found = session.scalar(
        select(AcademicYear).where(here(session, AcademicYear), AcademicYear.id == year_id)
    )
    if found is None:
        raise NotFound
    return found
