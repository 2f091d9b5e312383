"""A plan is begun, told about, carried forward to another year, archived and brought back."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock, save
from tenants.priorities.actions.carrying import carry
from tenants.priorities.actions.changing import refuse_archived
from tenants.priorities.models import ImprovementPlan, Priority
from tenants.priorities.queries.plans import of_year, priorities_of, years_without
from tenants.priorities.rules.plans import agreed_problem, archive_problem
from tenants.schools.models import AcademicYear
from tenants.schools.queries import lock_school
from tenants.standards.queries import adopted_edition_id, newest_edition

LABELS = {"about": "About this plan", "agreed_on": "Agreed by governors on"}


def begin_plan(session: Session, actor: Actor, year_id: UUID, about: str = "") -> ImprovementPlan:
    permit(actor, Permission.PLAN_MANAGE)
    _free_year(session, year_id)
    made = _made(session, year_id, about=about.strip())
    record(session, actor, "plan:begin", made)
    return made


def carry_forward(
    session: Session,
    actor: Actor,
    plan: ImprovementPlan,
    year_id: UUID,
    priority_ids: Iterable[UUID],
    *,
    mapped: bool = True,
) -> ImprovementPlan:
    """The chosen priorities go on in the plan of a later year. `mapped`: their mapping goes on too."""
    permit(actor, Permission.PLAN_MANAGE, plan)
    year = _free_year(session, year_id)
    if year.starts_on <= of_year(session, plan.id).span.starts_on:
        raise Invalid({"year": "Choose a later year than the one of this plan"})
    chosen = _chosen(session, plan, set(priority_ids))
    made = _made(session, year_id, carried_from=plan.id)
    carry(session, actor, chosen, plan, made, year, mapped=mapped)
    record(session, actor, "plan:carry_forward", made)
    return made


def _chosen(session: Session, plan: ImprovementPlan, wanted: set[UUID]) -> list[Priority]:
    chosen = [one for one in priorities_of(session, plan.id) if one.id in wanted]
    if not chosen or len(chosen) != len(wanted):
        raise Invalid({"priorities": "Choose at least one priority to carry forward"})
    return chosen


def _free_year(session: Session, year_id: UUID) -> AcademicYear:
    lock_school(session)
    found = next((one for one in years_without(session) if one.id == year_id), None)
    if found is None:
        raise Invalid({"year": "Choose a year that has no plan yet"})
    return found


def _made(session: Session, year_id: UUID, **values: object) -> ImprovementPlan:
    edition_id = adopted_edition_id(session) or newest_edition(session).id
    made = ImprovementPlan(year_id=year_id, edition_id=edition_id, begun_at=clock.now(), **values)
    session.add(made)
    session.flush()
    return made


def change_plan(
    session: Session, actor: Actor, plan: ImprovementPlan, version: int, about: str, agreed_on: date | None
) -> None:
    permit(actor, Permission.PLAN_MANAGE, plan)
    refuse_archived(plan)
    if problem := agreed_problem(agreed_on, clock.today()):
        raise Invalid({"agreed_on": problem})
    values: Mapping[str, object] = {"about": about.strip(), "agreed_on": agreed_on}
    if changed := save(session, plan, version, values, LABELS):
        record(session, actor, "plan:change", plan, fields=changed)


def archive_plan(session: Session, actor: Actor, plan: ImprovementPlan) -> None:
    permit(actor, Permission.PLAN_MANAGE, plan)
    lock(session, plan)
    if problem := archive_problem(of_year(session, plan.id).span, clock.today()):
        raise Refused(problem)
    if plan.archived_at is None:
        plan.archived_at = clock.now()
        plan.version += 1
        record(session, actor, "plan:archive", plan)


def bring_back_plan(session: Session, actor: Actor, plan: ImprovementPlan) -> None:
    permit(actor, Permission.PLAN_MANAGE, plan)
    lock(session, plan)
    if plan.archived_at is not None:
        plan.archived_at = None
        plan.version += 1
        record(session, actor, "plan:bring_back", plan)
