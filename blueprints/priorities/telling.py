"""What the page of a plan says beside the plan itself: the next step, and how many actions are late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from blueprints.shared.words import count
from tenants.priorities.queries.plans import PlanOfYear, WholePriority
from tenants.priorities.rules.reviews import due
from tenants.priorities.rules.steps import Standing
from tenants.schools.rules import HALF_TERM_NAMES, Span


@dataclass(frozen=True)
class NextStep:
    title: str
    text: str
    href: str
    button: str


def next_step(
    of: PlanOfYear,
    priorities: Sequence[WholePriority],
    half_terms: Mapping[str, Span],
    mapped: int,
    today: date,
) -> NextStep | None:
    """The one thing that moves the plan on; nothing once its year is over."""
    if of.archived or of.span.ends_on < today:
        return None
    return (
        _first(of, priorities)
        or _review(priorities, half_terms, today)
        or (None if mapped else mapping_step(of.id))
        or _governors(of)
    )


def _first(of: PlanOfYear, priorities: Sequence[WholePriority]) -> NextStep | None:
    if not priorities:
        return NextStep(
            "Name the first priority",
            "What does the school want to get better at this year, and why? Three to five are plenty.",
            url_for("priorities.add", plan_id=of.id),
            "Add a priority",
        )
    bare = next((one for one in priorities if not one.measures), None)
    if bare is None:
        return None
    return NextStep(
        f"Say how you will know: {bare.priority.title}",
        "A priority with a figure to start from and one to reach can be seen to move.",
        url_for("priorities.add_measure", priority_id=bare.id),
        "Add a success measure",
    )


def _review(
    priorities: Sequence[WholePriority], half_terms: Mapping[str, Span], today: date
) -> NextStep | None:
    waiting = [(one, code) for one in priorities if (code := due(half_terms, one.reviews, today))]
    if not waiting:
        return None
    one, code = waiting[0]
    return review_step(code, len(waiting), one.id, one.priority.number)


def review_step(half_term: str, priorities: int, priority_id: UUID, number: int) -> NextStep:
    """Of so many priorities, beginning with this one."""
    return NextStep(
        f"Review of {HALF_TERM_NAMES[half_term]}",
        f"{count(priorities, 'priority is', 'priorities are')} still to be reviewed. On track or not, and what "
        "changes now?",
        url_for("priorities.review", priority_id=priority_id, half_term=half_term),
        f"Review priority {number}",
    )


def mapping_step(plan_id: UUID) -> NextStep:
    return NextStep(
        "Say which standards serve the plan",
        "Then every candidate sees why their work matters here, and you see which priority nobody works on.",
        url_for("priorities.mapping", plan_id=plan_id),
        "Map the standards",
    )


def _governors(of: PlanOfYear) -> NextStep | None:
    if of.plan.agreed_on is not None:
        return None
    return NextStep(
        "Have governors agreed to it?",
        "Print the plan for them, and put the date in once they have.",
        url_for("priorities.about", plan_id=of.id),
        "Put the date in",
    )


def late(priorities: Sequence[WholePriority], today: date) -> int:
    return sum(len(one.of(Standing.LATE, today)) for one in priorities)
