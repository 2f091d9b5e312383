"""What kinds of notices there are, how long they stand, and when a digest of them is due."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

KEPT = timedelta(days=90)


class Kind(StrEnum):
    NEWS = "news"
    REMINDER = "reminder"
    SECURITY = "security"


class Pace(StrEnum):
    """How soon somebody wants to be told by email."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


PACES: dict[Pace, tuple[str, str]] = {
    Pace.AT_ONCE: ("At once", "One email for each thing"),
    Pace.DAILY: ("Once a day", "One email at 7 in the morning of a school day, when there is something"),
    Pace.WEEKLY: ("Once a week", "The same on Mondays, or on the first school day of the week"),
}


def waits(kind: Kind, pace: Pace) -> bool:
    """Whether it is left to the digest. What is about signing in never waits."""
    return kind is not Kind.SECURITY and pace is not Pace.AT_ONCE


def by_mail(kind: Kind, *, reminders: bool) -> bool:
    return reminders or kind is not Kind.REMINDER


def digest_is_due(pace: Pace, today: date, works: Callable[[date], bool]) -> bool:
    """On school days; for who is told at once, too, since something may wait from before they chose that."""
    if not works(today):
        return False
    earlier = (today - timedelta(days=back) for back in range(1, today.weekday() + 1))
    return pace is not Pace.WEEKLY or not any(works(day) for day in earlier)
