from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.ids import new_id
from tenants.programmes.models import NationalProgramme, Programme
from tenants.programmes.rules.design import ProgrammeState


def make_programme(
    session: Session, state: ProgrammeState = ProgrammeState.DRAFT, **values: object
) -> Programme:
    """As the national school year stands, gaps and all."""
    national = session.scalars(select(NationalProgramme).where(NationalProgramme.number == 1)).one()
    given = {
        "series_id": new_id(),
        "edition": 1,
        "title": "Our school year",
        "state": state.value,
        "made_from": "A school year (national, version 1)",
        "design": national.design,
        "made_at": clock.now(),
        "published_at": None if state is ProgrammeState.DRAFT else clock.now(),
    }
    made = Programme(**(given | values))
    session.add(made)
    session.flush()
    return made
