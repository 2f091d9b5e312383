"""Sizes, amounts and names as people read them; and the filters of all pages, those of days among them."""

from collections.abc import Callable
from datetime import date, datetime
from string import ascii_lowercase

from blueprints.shared.text import markdown
from tenants.base.days import briefly, day_in_words, moment_in_words, time_in_words, weekday_in_words
from tenants.base.figures import said
from tenants.priorities.rules.states import Rating

TINTS = 6
RATINGS = {Rating.ON_TRACK: "On track", Rating.AT_RISK: "At risk", Rating.OFF_TRACK: "Off track"}


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
    "day": day_in_words,
    "weekday": weekday_in_words,
    "ahead": ahead,
    "moment": moment_in_words,
    "clock": time_in_words,
    "hours": briefly,
    "figure": said,
    "iso": iso,
    "count": count,
    "size": size,
    "sentence": sentence,
    "initials": initials,
    "tint": tint,
    "markdown": markdown,
}
