"""For candidates how far their project is; for mentors and programme leads the plans that wait for their word."""

from collections.abc import Sequence

from flask import url_for

from blueprints.home.boards.board import Action, Board
from blueprints.home.boards.seen import Seen
from blueprints.projects.next_steps import next_step_for, track_of
from blueprints.shared.current import current
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.projects.queries.agreement import Waiting, waiting_for
from tenants.projects.queries.telling import Whole, whole_of
from tenants.projects.rules.states import PlanState

TO_MEND = (PlanState.SENT_BACK, PlanState.LAPSED)


def boards(seen: Seen) -> list[Board]:
    return [*_own(seen), *_asked()]


def _own(seen: Seen) -> list[Board]:
    own = seen.of(current.actor.subjects(Appointment.CANDIDATE))[:1]
    if not own or own[0].portfolio.closed:
        return []
    found = whole_of(current.session, own[0].candidate_id)
    if found is None:
        return [Board("home/project.html", {"candidate_id": own[0].candidate_id, "whole": None})]
    step = next_step_for(found)
    facts = {"whole": found, "track": track_of(found), "step": step}
    return [Board("home/project.html", facts, tuple(_mend(found)))]


def _mend(found: Whole) -> Sequence[Action]:
    if found.plan not in TO_MEND:
        return ()
    step = next_step_for(found)
    return (Action(step.title, step.text, step.href, step.button, icon=step.icon),)


def _asked() -> list[Board]:
    if not current.actor.subjects(Appointment.MENTOR) and not current.actor.subjects(Appointment.LEAD):
        return []
    waiting = waiting_for(current.session, current.actor)
    return [Board(actions=tuple(_action(one) for one in waiting))] if waiting else []


def _action(one: Waiting) -> Action:
    since = one.project.plan_shared_at
    return Action(
        f"The plan of {one.name}’s project",
        f"{one.project.title}. Agree to it, or send it back with a comment.",
        url_for("projects.read", project_id=one.project.id),
        "Read the plan",
        since=clock.school_date(since) if since else None,
        otherwise="Until then the project can’t begin with your agreement.",
        icon="search",
    )
