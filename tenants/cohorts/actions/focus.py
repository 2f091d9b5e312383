from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.cohorts.actions.plans import refuse_closed
from tenants.cohorts.focus import focus_on
from tenants.cohorts.models import Cohort, CohortPriority
from tenants.priorities.actions.links import both_choices, choose, link


def focus_cohort(
    session: Session, actor: Actor, cohort: Cohort, version: int, wanted: Collection[UUID]
) -> None:
    """On these priorities and no other; on none, its work is focused on nothing."""
    permit(actor, Permission.COHORT_MANAGE, cohort)
    lock(session, cohort)
    refuse_closed(cohort)
    threads = focus_on(session, actor, cohort.id, clock.today())
    aims = choose(threads, wanted)
    if aims == [one.aim for one in threads.served]:
        return
    if version != cohort.version:
        raise both_choices(threads, aims, cohort.version)
    link(
        session,
        CohortPriority,
        {"cohort_id": cohort.id},
        aims,
        focused_by=actor.person_id,
        focused_at=clock.now(),
    )
    cohort.version += 1
    record(session, actor, "cohort:focus", cohort, fields=["focus"])
