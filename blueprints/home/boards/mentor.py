"""For mentors: who needs a word first and why, how far everybody is, who shared something."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import url_for

from blueprints.home.boards.board import Action, Board
from blueprints.home.boards.programme import moments_of, sessions_of
from blueprints.home.boards.seen import Seen
from blueprints.shared.current import current
from blueprints.shared.words import count
from tenants.assessment.queries.concerns import concern_of
from tenants.assessment.queries.progress import Progress
from tenants.assessment.rules.attention import Concern
from tenants.assessment.rules.journey import Stop
from tenants.base.actor import Appointment

STATES: Mapping[str | None, str] = {
    None: "building",
    "returned": "returned",
    "submitted": "submitted",
    "endorsed": "assessing",
    "decided": "assessing",
    "released": "released",
}
"""A mentor reads how far the portfolio is, never the outcome: that is the candidate's to tell."""
AT_WORK = (Stop.BUILDING, Stop.RETURNED)
QUIET = 98


def boards(seen: Seen) -> list[Board]:
    subjects = current.actor.subjects(Appointment.MENTOR)
    if not subjects:
        return []
    worries = {one.candidate_id: _worry(one) for one in seen.of(subjects)}
    mentored = sorted(seen.of(subjects), key=lambda one: _rank(one, worries[one.candidate_id]))
    facts = {
        "mentored": mentored,
        "states": {one.candidate_id: _state(one) for one in mentored},
        "worries": worries,
    }
    cohorts = {one.cohort.id: one.cohort for one in mentored if one.stop in AT_WORK}
    moments = [moment for cohort in cohorts.values() for moment in moments_of(cohort)]
    moments += sessions_of(seen.coming)
    return [Board("home/mentor.html", facts, _actions(mentored, worries), tuple(moments))]


def _actions(mentored: Sequence[Progress], worries: Mapping[UUID, Concern | None]) -> tuple[Action, ...]:
    waiting = [(one, why) for one in mentored if (why := worries[one.candidate_id])]
    if not waiting:
        return ()
    first, why = waiting[0]
    others = f" {count(len(waiting) - 1, 'other')} below." if len(waiting) > 1 else ""
    return (
        Action(
            f"A word with {first.name}",
            f"{why.why}{others}",
            url_for("portfolios.shared", candidate_id=first.candidate_id),
            "See how far they are",
            otherwise="Nobody is reminded of it but you and the programme lead.",
            icon="people",
        ),
    )


def _worry(one: Progress) -> Concern | None:
    return concern_of(one) if one.stop in AT_WORK else None


def _rank(one: Progress, worry: Concern | None) -> int:
    """Who needs a word, then who is at work, then who has handed in."""
    return worry.rank if worry else QUIET if one.stop in AT_WORK else QUIET + 1


def _state(one: Progress) -> str:
    return STATES[one.portfolio.submission] if one.portfolio.approved else one.candidate.state
