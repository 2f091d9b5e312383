"""The actions of a priority: planned by whoever keeps the plan, finished by whoever sees to them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock, save
from tenants.priorities.actions.changing import changeable, refuse_archived
from tenants.priorities.models import PlannedAction, Priority
from tenants.priorities.queries.plans import plan
from tenants.priorities.queries.priorities import priority
from tenants.priorities.rules.steps import days_problem, done_problem
from tenants.staff import actors

LABELS = {
    "what": "What is done",
    "staff_id": "Who sees to it",
    "starts_on": "From",
    "due_on": "Done by",
    "done_on": "Done on",
}


@dataclass(frozen=True)
class Planned:
    """What an action is."""

    what: str
    staff_id: UUID | None
    due_on: date
    starts_on: date | None = None

    @property
    def values(self) -> dict[str, object]:
        return {
            "what": self.what.strip(),
            "staff_id": self.staff_id,
            "starts_on": self.starts_on,
            "due_on": self.due_on,
        }


def add_action(session: Session, actor: Actor, of: Priority, planned: Planned) -> PlannedAction:
    changeable(session, actor, of)
    _check(session, planned, None)
    made = PlannedAction(priority_id=of.id, **planned.values)
    session.add(made)
    session.flush()
    record(session, actor, "action:add", of)
    return made


def change_action(
    session: Session, actor: Actor, action: PlannedAction, version: int, planned: Planned
) -> None:
    of = priority(session, action.priority_id)
    changeable(session, actor, of)
    _check(session, planned, action.staff_id)
    if changed := save(session, action, version, planned.values, LABELS):
        record(session, actor, "action:change", of, fields=changed)


def remove_action(session: Session, actor: Actor, action: PlannedAction) -> None:
    of = priority(session, action.priority_id)
    changeable(session, actor, of)
    session.delete(action)
    record(session, actor, "action:remove", of)


def finish_action(session: Session, actor: Actor, action: PlannedAction, done_on: date | None) -> None:
    """None: it is not done after all."""
    permit(actor, Permission.ACTION_FINISH, action)
    of = priority(session, action.priority_id)
    refuse_archived(plan(session, of.plan_id))
    if done_on is not None and (problem := done_problem(done_on, clock.today())):
        raise Invalid({"done_on": problem})
    lock(session, action)
    if action.done_on != done_on:
        action.done_on = done_on
        action.version += 1
        deed = "action:finish" if done_on else "action:take_up"
        record(session, actor, deed, of)


def _check(session: Session, planned: Planned, standing: UUID | None) -> None:
    """Somebody who left may go on standing there, until somebody else is named."""
    problems = {}
    if problem := days_problem(planned.starts_on, planned.due_on):
        problems["due_on"] = problem
    if planned.staff_id not in (None, standing) and actors.working(session, planned.staff_id) is None:
        problems["who"] = "Choose somebody who works here"
    if problems:
        raise Invalid(problems)
