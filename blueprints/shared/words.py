"""Dates, sizes and amounts as people read them."""

from collections.abc import Callable
from datetime import date, datetime
from string import ascii_lowercase

from blueprints.shared.text import markdown
from tenants.base.clock import SCHOOL_TIME
from tenants.events.rules.events import briefly

TINTS = 6


def day(value: date | datetime | None) -> str:
    """'6 November 2026'; a moment is shown on the school's calendar."""
    if value is None:
        return ""
    local = value.astimezone(SCHOOL_TIME) if isinstance(value, datetime) else value
    return f"{local.day} {local:%B %Y}"


def weekday(value: date | datetime) -> str:
    """'Friday 6 November 2026'."""
    local = value.astimezone(SCHOOL_TIME) if isinstance(value, datetime) else value
    return f"{local:%A} {day(local)}"


def short_day(value: date) -> str:
    """'6 Nov', where many stand side by side."""
    return f"{value.day} {value:%b}"


def moment(value: datetime | None) -> str:
    """'6 November 2026, 3:05pm'."""
    if value is None:
        return ""
    return f"{day(value)}, {clock(value)}"


def clock(value: datetime) -> str:
    """'3:05pm'."""
    local = value.astimezone(SCHOOL_TIME)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def ahead(value: date, today: date) -> str:
    """'today', 'in 5 days', 'in 3 weeks', '2 days late'."""
    days = (value - today).days
    if days < 0:
        return f"{count(-days, 'day')} late"
    nearly = {0: "today", 1: "tomorrow"}
    return nearly.get(days) or (f"in {days} days" if days < 21 else f"in {days // 7} weeks")


def iso(value: date | datetime) -> str:
    return value.isoformat()


def count(number: int, one: str, many: str | None = None) -> str:
    """'1 item', '3 items'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB" if number >= 100_000 else f"{max(1, round(number / 1000))} kB"


def sentence(words: str) -> str:
    """With a capital in front, and the rest as it is."""
    return words[:1].upper() + words[1:]


def initials(name: str) -> str:
    """'PN' for Priya Nair, 'C' for Cher."""
    words = name.split() or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def tint(name: str) -> int:
    """Which of the avatars' colours is theirs, 0 to 5: always the same, and mostly another than their neighbour's."""
    letters = initials(name).lower()
    return (ascii_lowercase.find(letters[0]) + ascii_lowercase.find(letters[-1]) + len(name)) % TINTS


FILTERS: dict[str, Callable[..., object]] = {
    "day": day,
    "weekday": weekday,
    "ahead": ahead,
    "moment": moment,
    "clock": clock,
    "hours": briefly,
    "iso": iso,
    "count": count,
    "size": size,
    "sentence": sentence,
    "initials": initials,
    "tint": tint,
    "markdown": markdown,
}
