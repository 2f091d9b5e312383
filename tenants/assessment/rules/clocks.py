"""The clocks of assessment. How many days each step may take is data of the edition."""

from datetime import date, timedelta

GUEST_STAYS = timedelta(days=14)
"""A guest keeps access this long after the work is due, for a late judgement or a question."""
SOON = timedelta(days=3)


def guest_until(due_on: date) -> date:
    return due_on + GUEST_STAYS


def overdue(by: date, today: date) -> bool:
    return today > by


def due_soon(by: date, today: date) -> bool:
    return today <= by <= today + SOON
