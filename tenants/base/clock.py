"""The one clock. Tests and the demonstration move it; identity providers are checked against real time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Date, bindparam

SCHOOL_TIME = ZoneInfo("Europe/London")


class _Clock:
    offset = timedelta()


def now() -> datetime:
    return datetime.now(UTC) + _Clock.offset


def today() -> date:
    """The date on the wall of an English school."""
    return school_date(now())


def school_date(moment: datetime) -> date:
    return moment.astimezone(SCHOOL_TIME).date()


TODAY = bindparam("today", callable_=today, type_=Date)
"""For a statement that is built once: the day on which it is asked."""


def move_by(offset: timedelta) -> None:
    """Moves this process's clock; the offset counts from real time, not from the last move."""
    _Clock.offset = offset


def offset() -> timedelta:
    return _Clock.offset
