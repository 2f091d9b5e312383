"""Of what people are reminded, and when. All days are the school's."""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tenants.portfolios.rules.readiness import Blocker, Leads

WORKING_DAYS = 3
UNANSWERED = timedelta(days=5)
KEPT = timedelta(days=400)
"""Longer than anybody can be reminded of the same."""


class Reminder(StrEnum):
    INVITATION = "invitation"
    WINDOW = "window"
    MORE_EVIDENCE = "more_evidence"
    ENDORSEMENT = "endorsement"
    OFFER = "offer"
    JUDGEMENT = "judgement"
    OVERDUE = "overdue"
    RELEASE = "release"
    AWARD_ENDS = "award_ends"
    STANDING_IN = "standing_in"
    AGREED = "agreed"
    JOINING = "joining"


DAYS_BEFORE: dict[Reminder, tuple[int, ...]] = {Reminder.WINDOW: (2, 7, 14), Reminder.MORE_EVIDENCE: (3, 14)}
MONTHS_BEFORE: dict[Reminder, tuple[int, ...]] = {Reminder.AWARD_ENDS: (3, 6, 12)}


@dataclass(frozen=True)
class Days:
    """Today as a school counts: its next working day, the third one from now, and the last day since which three
    whole ones are over."""

    today: date
    next: date
    third: date
    three_over: date


def days(today: date, works: Callable[[date], bool]) -> Days:
    return Days(
        today,
        next=_working(today, works, 1, 1),
        third=_working(today, works, WORKING_DAYS, 1),
        three_over=_working(today, works, WORKING_DAYS + 1, -1),
    )


def _working(start: date, works: Callable[[date], bool], many: int, step: int) -> date:
    day = start
    while many:
        day += timedelta(days=step)
        many -= works(day)
    return day


def falls_on(reminder: Reminder, due: date, today: date) -> date | None:
    """The day of the reminder that is reached: the nearest of several before a date, else the date itself. None
    when it is too early, or the date is over."""
    befores = [
        *(due - timedelta(days=many) for many in DAYS_BEFORE.get(reminder, ())),
        *(months_before(due, many) for many in MONTHS_BEFORE.get(reminder, ())),
    ]
    if not befores:
        return due
    reached = [day for day in befores if day <= today <= due]
    return max(reached, default=None)


def months_before(due: date, many: int) -> date:
    """The same day so many months earlier, or the last one that month has."""
    months = due.year * 12 + due.month - 1 - many
    year, month = divmod(months, 12)
    return date(year, month + 1, min(due.day, monthrange(year, month + 1)[1]))


def still_missing(blockers: Sequence[Blocker]) -> str:
    """What stands between a portfolio and its submission, in one sentence that names nothing of its content."""
    many = Counter(blocker.leads_to for blocker in blockers)
    unfinished = many[Leads.ITEM] + many[Leads.CLAIM]
    parts = [
        words
        for words, missing in (
            (f"evidence for {_count(many[Leads.STANDARD], 'standard')}", many[Leads.STANDARD]),
            ("standards at the level that the award asks for", many[Leads.MAP]),
            ("pieces of evidence or presentations that your cohort asks for", many[Leads.EVIDENCE]),
            (f"{_count(unfinished, 'piece')} to finish", unfinished),
        )
        if missing
    ]
    return f"Still missing: {_listed(parts)}." if parts else "Nothing is missing: you can submit it."


def _count(many: int, one: str) -> str:
    return f"{many} {one}{'' if many == 1 else 's'}"


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
