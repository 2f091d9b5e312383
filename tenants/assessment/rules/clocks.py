"""How long each step may take. The counts of days are defaults, kept in one place."""

from datetime import date, timedelta

ANSWER_WORKING_DAYS = 3
ASSESS_WORKING_DAYS = 15
RESUBMIT_WITHIN = timedelta(days=60)
GUEST_STAYS = timedelta(days=14)
"""A guest keeps access this long after the work is due, for a late judgement or a question."""
SOON = timedelta(days=3)


def resubmit_by(released_on: date) -> date:
    return released_on + RESUBMIT_WITHIN


def guest_until(due_on: date) -> date:
    return due_on + GUEST_STAYS


def overdue(by: date, today: date) -> bool:
    return today > by


def due_soon(by: date, today: date) -> bool:
    return today <= by <= today + SOON
