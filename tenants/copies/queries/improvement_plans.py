"""The school's improvement plans as tables: the priorities, what was measured, done and reviewed, and the mapping."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.figures import plain
from tenants.base.isolation import here
from tenants.priorities.models import Priority
from tenants.priorities.queries.mapping import everything_said
from tenants.priorities.queries.plans import PlanOfYear, WholePriority, plans, whole

Rows = tuple[tuple[str, ...], ...]
Told = tuple[PlanOfYear, WholePriority]

PRIORITIES = ("Year", "About the plan", "Agreed by governors", "Number", "Priority", "Reason")
MEASURES = ("Year", "Priority", "Measure", "Unit", "Better", "Target", "Day", "Figure")
ACTIONS = ("Year", "Priority", "Action", "Responsible", "Left", "From", "By", "Done on")
REVIEWS = ("Year", "Priority", "Half-term", "Rating", "Note", "By", "At")
MAPPING = ("Year", "Priority", "Standard", "From", "Strength", "Reason")


def improvement_plans(session: Session) -> tuple[tuple[str, Rows], ...]:
    """By the names of their files; nothing while there is no plan."""
    of_plan = {one.id: one for one in plans(session)}
    every = session.scalars(
        select(Priority).where(here(session, Priority)).order_by(Priority.plan_id, Priority.number)
    ).all()
    if not every:
        return ()
    told = [(of_plan[one.priority.plan_id], one) for one in whole(session, every)]
    return (
        ("improvement-plans.csv", (PRIORITIES, *(_priority(*one) for one in told))),
        ("improvement-measures.csv", (MEASURES, *(row for one in told for row in _measures(*one)))),
        ("improvement-actions.csv", (ACTIONS, *(row for one in told for row in _actions(*one)))),
        ("improvement-reviews.csv", (REVIEWS, *(row for one in told for row in _reviews(*one)))),
        ("improvement-mapping.csv", (MAPPING, *_mapping(session, told))),
    )


def _priority(of: PlanOfYear, one: WholePriority) -> tuple[str, ...]:
    own = one.priority
    agreed_on = str(of.plan.agreed_on or "")
    return (of.year.name, of.plan.about, agreed_on, str(own.number), own.title, own.reason)


def _measures(of: PlanOfYear, one: WholePriority) -> Rows:
    """The baseline first, then each reading."""
    return tuple(
        (
            of.year.name,
            one.priority.title,
            each.measure.name,
            each.measure.unit,
            each.measure.better,
            plain(each.measure.target),
            str(day),
            plain(value),
        )
        for each in one.measures
        for day, value in (
            (each.measure.baseline_on, each.measure.baseline),
            *((read.day, read.value) for read in each.readings),
        )
    )


def _actions(of: PlanOfYear, one: WholePriority) -> Rows:
    return tuple(
        (
            of.year.name,
            one.priority.title,
            step.action.what,
            step.who or "",
            "yes" if step.left else "",
            str(step.action.starts_on or ""),
            str(step.action.due_on),
            str(step.action.done_on or ""),
        )
        for step in one.steps
    )


def _reviews(of: PlanOfYear, one: WholePriority) -> Rows:
    return tuple(
        (
            of.year.name,
            one.priority.title,
            code,
            said.review.rating,
            said.review.note,
            said.by,
            str(said.review.reviewed_at.date()),
        )
        for code, said in one.reviews.items()
    )


def _mapping(session: Session, told: list[Told]) -> Rows:
    titled = {one.id: (of.year.name, one.priority.title) for of, one in told}
    return tuple(
        (*titled[said.priority_id], str(said.standard_number), str(said.from_on), said.strength, said.reason)
        for said in reversed(everything_said(session, titled))
    )
