"""For mentors: who needs a word first and why, how far everybody is, who shared something."""

from collections.abc import Sequence

from flask import url_for

from blueprints.home.boards.board import Action, Board
from blueprints.home.boards.programme import moments_of, sessions_of
from blueprints.home.boards.seen import Seen
from blueprints.mentoring.helped import Helped, helped
from blueprints.shared.current import current
from blueprints.shared.words import count
from tenants.base.actor import Appointment


def boards(seen: Seen) -> list[Board]:
    subjects = current.actor.subjects(Appointment.MENTOR)
    if not subjects:
        return []
    found = helped(seen.of(subjects), seen.today.together)
    cohorts = {one.progress.cohort.id: one.progress.cohort for one in found if one.at_work}
    moments = [moment for cohort in cohorts.values() for moment in moments_of(cohort)]
    moments += sessions_of(seen.today.coming)
    return [Board("home/mentor.html", {"helped": found}, _actions(found), tuple(moments))]


def _actions(found: Sequence[Helped]) -> tuple[Action, ...]:
    waiting = [one for one in found if one.concerns]
    if not waiting:
        return ()
    first = waiting[0]
    others = f" {count(len(waiting) - 1, 'other')} below." if len(waiting) > 1 else ""
    return (
        Action(
            f"A word with {first.progress.name}",
            f"{first.concerns[0].why}{others}",
            url_for("portfolios.shared", candidate_id=first.progress.candidate_id),
            "See how far they are",
            otherwise="Nobody is reminded of it but you and the programme lead.",
            icon="people",
        ),
    )
