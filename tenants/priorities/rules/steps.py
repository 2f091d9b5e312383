"""Where a planned action stands."""

from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    DONE = "done"
    LATE = "late"
    DUE = "due"


def standing(due_on: date, done_on: date | None, today: date) -> Standing:
    if done_on is not None:
        return Standing.DONE
    return Standing.LATE if due_on < today else Standing.DUE


def days_problem(starts_on: date | None, due_on: date) -> str | None:
    if starts_on is not None and starts_on > due_on:
        return "This day is before the first day. Choose a later one"
    return None


def done_problem(done_on: date, today: date) -> str | None:
    return "Choose today or an earlier day" if done_on > today else None
