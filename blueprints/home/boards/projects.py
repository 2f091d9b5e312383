"""For candidates how far their project is; for mentors and programme leads the plans that wait for their word."""

from collections.abc import Sequence
from uuid import UUID

from flask import url_for

from blueprints.home.boards.board import Action, Board
from blueprints.home.boards.seen import Seen
from blueprints.projects.next_steps import next_step_for, track_of
from blueprints.shared.current import current
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.projects.queries.agreement import front_page
from tenants.projects.queries.telling import Whole
from tenants.projects.rules.states import PlanState

TO_MEND = (PlanState.SENT_BACK, PlanState.LAPSED)


def boards(seen: Seen) -> list[Board]:
    actor = current.actor
    own = seen.of(actor.subjects(Appointment.CANDIDATE))[:1]
    place = own[0].candidate_id if own and not own[0].portfolio.closed else None
    if place is None and not actor.subjects(Appointment.MENTOR) and not actor.subjects(Appointment.LEAD):
        return []
    found = front_page(current.session, actor, place)
    mine = [_own(place, found.own)] if place else []
    return [*mine, Board(actions=tuple(_action(one) for one in found.waiting))]


def _own(place: UUID, found: Whole | None) -> Board:
    if found is None:
        return Board("home/project.html", {"candidate_id": place, "whole": None})
    facts = {"whole": found, "track": track_of(found), "step": next_step_for(found)}
    return Board("home/project.html", facts, tuple(_mend(found)))


def _mend(found: Whole) -> Sequence[Action]:
    if found.plan not in TO_MEND:
        return ()
    step = next_step_for(found)
    return (Action(step.title, step.text, step.href, step.button, icon=step.icon),)


def _action(one: Whole) -> Action:
    since = one.project.plan_shared_at
    return Action(
        f"The plan of {one.author}’s project",
        f"{one.told.name}. Agree to it, or send it back with a comment.",
        url_for("projects.read", project_id=one.project.id),
        "Read the plan",
        since=clock.school_date(since) if since else None,
        otherwise="Until you answer, the project has no agreed plan.",
        icon="search",
    )
