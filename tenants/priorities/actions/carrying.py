"""What goes along when priorities go on in another year: their lines, measures, unfinished actions and mapping."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.priorities.models import (
    ImprovementPlan,
    Mapping,
    PlannedAction,
    Priority,
    Reading,
    SuccessMeasure,
)
from tenants.priorities.queries.mapping import mapping_of
from tenants.priorities.queries.plans import Measured, Step, of_year, whole
from tenants.priorities.rules.mapping import shown_on
from tenants.priorities.rules.measures import latest
from tenants.schools.models import AcademicYear
from tenants.schools.rules import Span


def carry(
    session: Session,
    actor: Actor,
    chosen: Sequence[Priority],
    old: ImprovementPlan,
    new: ImprovementPlan,
    year: AcademicYear,
    *,
    mapped: bool,
) -> None:
    """A mapping told in another version of the standards stays behind: its numbers would mean something else."""
    going: dict[UUID, Priority] = {}
    for number, one in enumerate(whole(session, chosen), 1):
        made = Priority(
            plan_id=new.id,
            line_id=one.priority.line_id,
            number=number,
            title=one.priority.title,
            reason=one.priority.reason,
        )
        session.add(made)
        session.flush()
        going[one.id] = made
        _carry_measures(session, one.measures, made)
        session.add_all(_again(step, made) for step in one.steps if step.action.done_on is None)
    if mapped and old.edition_id == new.edition_id:
        _carry_mapping(session, actor, going, of_year(session, old.id).span, year)
    session.flush()


def _carry_measures(session: Session, measures: Iterable[Measured], to: Priority) -> None:
    """Each keeps its baseline and begins with its last reading: how far it has come is seen on."""
    for one in measures:
        made = SuccessMeasure(
            priority_id=to.id,
            name=one.measure.name,
            unit=one.measure.unit,
            better=one.measure.better,
            baseline=one.measure.baseline,
            baseline_on=one.measure.baseline_on,
            target=one.measure.target,
        )
        session.add(made)
        session.flush()
        last = latest(one.readings)
        if last is not None:
            session.add(
                Reading(
                    measure_id=made.id,
                    day=last.day,
                    value=last.value,
                    read_by=last.read_by,
                    read_at=last.read_at,
                )
            )


def _again(step: Step, to: Priority) -> PlannedAction:
    one = step.action
    return PlannedAction(
        priority_id=to.id, what=one.what, staff_id=one.staff_id, starts_on=one.starts_on, due_on=one.due_on
    )


def _carry_mapping(
    session: Session, actor: Actor, going: dict[UUID, Priority], old: Span, year: AcademicYear
) -> None:
    """As it stands, for the whole of the new year: nothing was said there before that could be changed by it."""
    for (priority_id, number), said in mapping_of(session, going, shown_on(old, clock.today())).items():
        session.add(
            Mapping(
                priority_id=going[priority_id].id,
                standard_number=number,
                from_on=year.starts_on,
                strength=said.strength,
                reason=said.reason,
                set_by=actor.person_id,
                set_at=clock.now(),
            )
        )
