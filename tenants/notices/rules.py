"""What kinds of notices there are, how long they stand, and when a digest of them is due."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum

from tenants.base.clock import SCHOOL_TIME

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


QUIET_FROM = (16, 17, 18, 19, 20, 21)
QUIET_UNTIL = 7
"""Hours on the school's wall. They end when the digest goes, which then tells what waited."""


def waits(kind: Kind, pace: Pace, *, quiet: bool = False) -> bool:
    """Whether it is left to the digest. What is about signing in never waits."""
    return kind is not Kind.SECURITY and (quiet or pace is not Pace.AT_ONCE)


def is_quiet(moment: datetime, since: int | None, works: Callable[[date], bool]) -> bool:
    """From that hour on until the morning of the next school day, by the clock on the school's wall; None: never."""
    if since is None:
        return False
    local = moment.astimezone(SCHOOL_TIME)
    return not works(local.date()) or not QUIET_UNTIL <= local.hour < since


def by_mail(kind: Kind, *, reminders: bool) -> bool:
    return reminders or kind is not Kind.REMINDER


def digest_is_due(pace: Pace, today: date, works: Callable[[date], bool]) -> bool:
    """On school days; for who is told at once, too, since something may wait from before they chose that."""
    if not works(today):
        return False
    earlier = (today - timedelta(days=back) for back in range(1, today.weekday() + 1))
    return pace is not Pace.WEEKLY or not any(works(day) for day in earlier)
