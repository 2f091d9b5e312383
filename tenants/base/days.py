"""Days, times and hours as people read and type them: on pages, and in letters, copies and papers alike."""

import re
from datetime import date, datetime, time

from tenants.base.clock import SCHOOL_TIME

TYPED = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def day_in_words(value: date | datetime | None) -> str:
    """'6 November 2026'; a moment is told on the school's calendar."""
    return f"{_here(value).day} {_here(value):%B %Y}" if value else ""


def weekday_in_words(value: date | datetime) -> str:
    """'Friday 6 November 2026'."""
    return f"{_here(value):%A} {day_in_words(value)}"


def month_in_words(value: date | datetime) -> str:
    """'November 2026'."""
    return f"{_here(value):%B %Y}"


def short_day(value: date) -> str:
    """'6 Nov', where many stand side by side."""
    return f"{value.day} {value:%b}"


def short_day_and_year(value: date) -> str:
    """'6 Nov 2026', where they do so over several years."""
    return f"{short_day(value)} {value.year}"


def time_in_words(value: time | datetime) -> str:
    """'3:05pm'."""
    at = value.astimezone(SCHOOL_TIME) if isinstance(value, datetime) else value
    return f"{at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}"


def time_typed(words: str) -> time | None:
    """'3:30pm', '3.30 pm', '15:30', '9am', '930'; None for what is no time of day, and for a bare hour: '4' would be
    four in the night, which nobody means."""
    found = TYPED.fullmatch(words.strip())
    if found is None or not (found[2] or found[3]):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None


def moment_in_words(value: datetime | None) -> str:
    """'6 November 2026 at 3:05pm'."""
    return f"{day_in_words(value)} at {time_in_words(value)}" if value else ""


def in_hours(minutes: int) -> str:
    """'1 hour 30 minutes', '45 minutes'."""
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "hour"), (rest, "minute")]
    return (
        " ".join(f"{many:,} {word}{'' if many == 1 else 's'}" for many, word in parts if many) or "0 minutes"
    )


def briefly(minutes: int) -> str:
    """'1 h 30 min', where many stand under each other."""
    hours, rest = divmod(minutes, 60)
    return " ".join(f"{many:,} {word}" for many, word in ((hours, "h"), (rest, "min")) if many) or "0 min"


def value_in_words(value: object) -> str:
    """Whatever stands in a field: a day, a moment or a time as above, the rest as it is."""
    match value:
        case datetime():
            return moment_in_words(value)
        case date():
            return day_in_words(value)
        case time():
            return time_in_words(value)
    return "" if value is None else str(value)


def _here(value: date | datetime) -> date:
    return value.astimezone(SCHOOL_TIME) if isinstance(value, datetime) else value
