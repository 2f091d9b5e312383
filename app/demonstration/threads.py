"""Cohorts are focused on priorities of the improvement plan, and people name those that their work serves.

The plan stands by then: whoever plays it begins it before."""

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy import select

from app.demonstration.stage import Stage
from app.demonstration.told_threads import Focus, Named, Threads
from tenants.base import clock
from tenants.base.clock import school_date
from tenants.base.isolation import here
from tenants.cohorts import queries as cohorts
from tenants.cohorts.actions.focus import focus_cohort
from tenants.events.actions import priorities as of_event
from tenants.events.models import Event
from tenants.portfolios.actions import priorities as of_item
from tenants.portfolios.models import Evidence
from tenants.priorities.queries.plans import priorities_open
from tenants.projects.actions import priorities as of_project
from tenants.projects.queries.telling import whole_of


def plan_threads(stage: Stage, told: Threads) -> None:
    for focus in told.focus:
        stage.plan(focus.ago, focus.by, partial(_focus, stage, focus))
    for named in told.named:
        stage.plan(named.ago, named.who, partial(NAMING[named.of], stage, named))


def _focus(stage: Stage, told: Focus) -> None:
    cohort = cohorts.cohort(stage.session, stage.cohorts[told.cohort])
    wanted = _numbered(stage, told.priorities, clock.today())
    focus_cohort(stage.session, stage.acting(told.by), cohort, cohort.version, wanted)


def _piece(stage: Stage, told: Named) -> None:
    item = stage.session.scalars(
        select(Evidence).where(
            here(stage.session, Evidence),
            Evidence.candidate_id == stage.candidates[told.who],
            Evidence.title == told.title,
        )
    ).one()
    wanted = _numbered(stage, told.priorities, item.day)
    of_item.name_priorities(stage.session, stage.acting(told.who), item, wanted, None)


def _project(stage: Stage, told: Named) -> None:
    found = whole_of(stage.session, stage.candidates[told.who])
    if found is None:
        raise LookupError(f"{told.who} has not begun a project yet")
    wanted = _numbered(stage, told.priorities, clock.today())
    of_project.name_priorities(stage.session, stage.acting(told.who), found.project, wanted, None)


def _event(stage: Stage, told: Named) -> None:
    event = stage.session.scalars(
        select(Event).where(here(stage.session, Event), Event.title == told.title)
    ).one()
    wanted = _numbered(stage, told.priorities, school_date(event.starts_at))
    of_event.name_priorities(stage.session, stage.acting(told.who), event, wanted, None)


def _numbered(stage: Stage, numbers: Collection[int], day: date) -> list[UUID]:
    """Of the plan of that day."""
    known = {one.number: one.id for one in priorities_open(stage.session, day)}
    return [known[number] for number in numbers]


NAMING: dict[str, Callable[[Stage, Named], None]] = {
    "piece": _piece,
    "project": _project,
    "event": _event,
}
