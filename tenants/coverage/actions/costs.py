"""What the programme costs, as the school writes it down."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, NotFound
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock, save
from tenants.cohorts.models import Cohort
from tenants.coverage.models import ProgrammeCost
from tenants.coverage.rules.costs import cost_problems
from tenants.schools.models import AcademicYear


def enter_cost(
    session: Session,
    actor: Actor,
    what: str,
    pence: int | None,
    *,
    year_id: UUID | None = None,
    cohort_id: UUID | None = None,
) -> ProgrammeCost:
    """For a year or for a cohort of this school, one of the two."""
    permit(actor, Permission.COST_KEEP)
    _known(session, year_id, cohort_id)
    if pence is None or cost_problems(what, pence):
        raise Invalid(cost_problems(what, pence))
    made = ProgrammeCost(
        year_id=year_id,
        cohort_id=cohort_id,
        what=what,
        pence=pence,
        entered_by=actor.person_id,
        entered_at=clock.now(),
    )
    session.add(made)
    session.flush()
    record(session, actor, "cost:enter", made)
    return made


def change_cost(
    session: Session, actor: Actor, cost: ProgrammeCost, version: int, what: str, pence: int | None
) -> None:
    permit(actor, Permission.COST_KEEP, cost)
    if problems := cost_problems(what, pence):
        raise Invalid(problems)
    labels = {"what": "What it is for", "pence": "Amount in pence"}
    changed = save(session, cost, version, {"what": what, "pence": pence}, labels)
    if changed:
        record(session, actor, "cost:change", cost, fields=changed)


def remove_cost(session: Session, actor: Actor, cost: ProgrammeCost) -> None:
    permit(actor, Permission.COST_KEEP, cost)
    lock(session, cost)
    record(session, actor, "cost:remove", cost)
    session.delete(cost)


def _known(session: Session, year_id: UUID | None, cohort_id: UUID | None) -> None:
    for model, wanted in ((AcademicYear, year_id), (Cohort, cohort_id)):
        if wanted is not None and not session.scalar(
            select(exists().where(here(session, model), model.id == wanted))
        ):
            raise NotFound
    if (year_id is None) == (cohort_id is None):
        raise Invalid({"of": "Choose a year or a cohort"})
