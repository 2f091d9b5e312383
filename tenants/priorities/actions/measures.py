"""Success measures of a priority, and what they read on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid
from tenants.base.figures import value_problem
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.versions import lock, save
from tenants.priorities.actions.changing import changeable
from tenants.priorities.models import Priority, Reading, SuccessMeasure
from tenants.priorities.queries.priorities import priority
from tenants.priorities.rules.measures import reading_problem, target_problem
from tenants.priorities.rules.states import Better

LABELS = {
    "name": "What is measured",
    "unit": "Unit",
    "better": "Which is better",
    "baseline": "Where it starts",
    "baseline_on": "Counted on",
    "target": "Target",
}


@dataclass(frozen=True)
class Figures:
    """What a measure is."""

    name: str
    unit: str
    better: Better
    baseline: Decimal
    baseline_on: date
    target: Decimal

    @property
    def values(self) -> dict[str, object]:
        return {
            "name": self.name.strip(),
            "unit": self.unit.strip(),
            "better": self.better.value,
            "baseline": self.baseline,
            "baseline_on": self.baseline_on,
            "target": self.target,
        }


def add_measure(session: Session, actor: Actor, of: Priority, figures: Figures) -> SuccessMeasure:
    changeable(session, actor, of)
    _check(figures)
    made = SuccessMeasure(priority_id=of.id, **figures.values)
    session.add(made)
    session.flush()
    record(session, actor, "measure:add", of)
    return made


def change_measure(
    session: Session, actor: Actor, measure: SuccessMeasure, version: int, figures: Figures
) -> None:
    of = priority(session, measure.priority_id)
    changeable(session, actor, of)
    _check(figures)
    if changed := save(session, measure, version, figures.values, LABELS):
        record(session, actor, "measure:change", of, fields=changed)


def remove_measure(session: Session, actor: Actor, measure: SuccessMeasure) -> None:
    """With all that it has read."""
    of = priority(session, measure.priority_id)
    changeable(session, actor, of)
    session.execute(delete(Reading).where(here(session, Reading), Reading.measure_id == measure.id))
    session.delete(measure)
    record(session, actor, "measure:remove", of)


def note_reading(session: Session, actor: Actor, measure: SuccessMeasure, day: date, value: Decimal) -> None:
    """Noted again for the same day, it puts right what was noted."""
    of = priority(session, measure.priority_id)
    changeable(session, actor, of)
    problems = {
        "day": reading_problem(day, measure.baseline_on, clock.today()),
        "value": value_problem(value),
    }
    if found := {name: words for name, words in problems.items() if words}:
        raise Invalid(found)
    lock(session, measure)
    standing = session.get(Reading, (measure.school_id, measure.id, day))
    if standing is None:
        session.add(
            Reading(measure_id=measure.id, day=day, value=value, read_by=actor.person_id, read_at=clock.now())
        )
    else:
        standing.value, standing.read_by, standing.read_at = value, actor.person_id, clock.now()
    session.flush()
    record(session, actor, "measure:read", of)


def _check(figures: Figures) -> None:
    problems = {
        "baseline": value_problem(figures.baseline),
        "target": value_problem(figures.target)
        or target_problem(figures.baseline, figures.target, figures.better),
    }
    if figures.baseline_on > clock.today():
        problems["baseline_on"] = "Choose today or an earlier day"
    if found := {name: words for name, words in problems.items() if words}:
        raise Invalid(found)
