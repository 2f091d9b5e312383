"""For assessors: what I am asked to judge, and by when."""

from flask import url_for

from blueprints.home.boards.board import Action, Board
from blueprints.shared.current import current
from tenants.assessment.queries.desk import Task, tasks_of
from tenants.assessment.rules.seats import AssignmentState
from tenants.base.actor import Appointment

OPEN = (AssignmentState.OFFERED, AssignmentState.ACCEPTED)


def boards() -> list[Board]:
    if not current.actor.subjects(Appointment.ASSESSOR):
        return []
    tasks = [
        task for task in tasks_of(current.session, current.actor.person_id) if task.assignment.state in OPEN
    ]
    if not tasks:
        return []
    return [Board("home/assessor.html", {"tasks": tasks}, tuple(_action(task) for task in tasks))]


def _action(task: Task) -> Action:
    href = url_for("assessment.task", assignment_id=task.assignment.id)
    if task.assignment.state == AssignmentState.OFFERED:
        return Action(
            f"Will you assess {task.candidate}?",
            f"{task.cohort}. Say yes or no.",
            href,
            "Answer",
            by=task.assignment.answer_by,
            icon="mail",
        )
    return Action(
        f"Assess {task.candidate}",
        f"{task.judged} of {task.total} standards judged.",
        href,
        "Continue" if task.judged else "Begin",
        by=task.assignment.due_on,
        icon="check",
    )
