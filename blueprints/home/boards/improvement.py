"""For who keeps the improvement plan: the one thing by which it moves on."""

from blueprints.home.boards.board import Action, Board
from blueprints.home.boards.seen import Seen
from blueprints.priorities.telling import mapping_step, review_step
from tenants.base import clock
from tenants.priorities.queries.waiting import ToReview, Waiting


def boards(seen: Seen) -> list[Board]:
    plan = seen.today.plan
    if plan is None:
        return []
    if plan.review:
        return [Board(actions=(_review(plan.review),))]
    return [] if plan.mapped else [Board(actions=(_mapping(plan),))]


def _review(one: ToReview) -> Action:
    step = review_step(one.half_term, one.priorities, one.priority_id, one.number)
    over = one.ends_on < clock.today()
    return Action(
        step.title,
        f"Improvement plan: {step.text}",
        step.href,
        step.button,
        by=None if over else one.ends_on,
        since=one.ends_on if over else None,
        otherwise="Without it, governors read no word on how that half-term went.",
        icon="text",
    )


def _mapping(plan: Waiting) -> Action:
    step = mapping_step(plan.plan_id)
    return Action(
        step.title,
        step.text,
        step.href,
        step.button,
        otherwise="Until then, evidence serves a priority only where its owner says so.",
        icon="link",
    )
