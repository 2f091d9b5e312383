"""For assessors: what I am asked to judge, how much there is, and by when in school working days."""

from collections.abc import Sequence

from flask import url_for

from blueprints.home.boards.board import Action, Board, Moment
from blueprints.home.boards.programme import sessions_of
from blueprints.home.boards.seen import Seen
from blueprints.shared.current import current
from blueprints.shared.words import count
from tenants.assessment.queries.desk import Task, overdue_on, tasks_of
from tenants.assessment.rules.seats import OPEN, AssignmentState
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.schools.calendar import calendar
from tenants.schools.working_days import Calendar


def boards(seen: Seen) -> list[Board]:
    coming = tuple(sessions_of(seen.today.coming))
    if not current.actor.subjects(Appointment.ASSESSOR):
        return [Board(moments=coming)] if coming else []
    known = tasks_of(current.session, current.actor.person_id)
    tasks = [one for one in known if one.assignment.state in OPEN]
    if not tasks:
        return [*_judged(known), Board(moments=coming)]
    tasks.sort(key=lambda task: overdue_on(task.assignment))
    days = calendar(current.session)
    facts = {
        "tasks": [(task, overdue_on(task.assignment), _clock(days, task)) for task in tasks],
        "load": _load(tasks),
    }
    moments = (*(Moment(overdue_on(task.assignment), *_due(task)) for task in tasks), *coming)
    return [Board("home/assessor.html", facts, tuple(_action(task) for task in tasks), moments)]


def _judged(known: Sequence[Task]) -> list[Board]:
    """Who has done their part is not met as somebody new."""
    locked = [one for one in known if one.assignment.state == AssignmentState.LOCKED]
    return [Board("home/assessed.html", {"judged": len(locked)})] if locked else []


def _load(tasks: Sequence[Task]) -> list[dict[str, object]]:
    asked = sum(task.assignment.state == AssignmentState.OFFERED for task in tasks)
    judged, total = sum(task.judged for task in tasks), sum(task.total for task in tasks)
    return [
        {"value": len(tasks) - asked, "label": "in your hands"},
        {"value": asked, "label": "to answer"},
        {"value": f"{judged} of {total}", "label": "standards judged"},
    ]


def _clock(days: Calendar, task: Task) -> str:
    """'5 school days left'; a holiday or a weekend takes none of them."""
    by, today = overdue_on(task.assignment), clock.today()
    if by < today:
        return f"{count(max(1, days.between(by, today)), 'school day')} late"
    left = days.between(today, by)
    return f"{count(left, 'school day')} left" if left else "The last day is today"


def _due(task: Task) -> tuple[str, str, str]:
    href = url_for("assessment.task", assignment_id=task.assignment.id)
    if task.assignment.state == AssignmentState.OFFERED:
        return f"Say whether you assess {task.candidate}", task.cohort, href
    return f"Your judgement of {task.candidate} is due", task.cohort, href


def _action(task: Task) -> Action:
    href = url_for("assessment.task", assignment_id=task.assignment.id)
    if task.assignment.state == AssignmentState.OFFERED:
        return Action(
            f"Will you assess {task.candidate}?",
            f"{task.cohort}. Say yes or no.",
            href,
            "Answer",
            by=task.assignment.answer_by,
            otherwise="After that day the programme lead may ask somebody else.",
            icon="mail",
        )
    return Action(
        f"Assess {task.candidate}",
        f"{task.judged} of {task.total} standards judged.",
        href,
        "Continue" if task.judged else "Begin",
        by=task.assignment.due_on,
        otherwise="After that day it shows as late, and the candidate waits longer.",
        icon="check",
    )
