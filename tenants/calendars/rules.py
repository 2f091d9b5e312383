"""What stands in a person's calendar, and how it is written for the programs that read it (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

MAKER = "-//Lectern//Calendar//EN"
LOOK_AGAIN = timedelta(hours=6)
BEHIND, AHEAD = timedelta(days=60), timedelta(days=500)
"""How far back and how far ahead a calendar reaches."""


@dataclass(frozen=True)
class Entry:
    """One thing with its day, or with the moments at which it begins and ends. `key` stays the same when it is
    moved; `path` is its page in the school's space."""

    key: str
    title: str
    begins: date | datetime
    path: str
    ends: datetime | None = None
    place: str = ""


def is_near(day: date, today: date) -> bool:
    return today - BEHIND <= day <= today + AHEAD


def written(entries: Iterable[Entry], *, school: str, space: str, now: datetime) -> bytes:
    """`space` is the address of the school's space. Moments are written in UTC, so that no program has to know
    when the clocks of schools change; days are written without a time, so that they are the same everywhere."""
    calendar = Calendar.new(name=f"Lectern: {school}", prodid=MAKER, refresh_interval=LOOK_AGAIN)
    host = urlsplit(space).hostname
    for entry in entries:
        event = Event.new(
            uid=f"{entry.key}@{host}",
            summary=entry.title,
            start=entry.begins,
            end=entry.ends,
            location=entry.place or None,
            url=f"{space}{entry.path}",
            stamp=now,
        )
        calendar.add_component(event)
    return bytes(calendar.to_ical())
