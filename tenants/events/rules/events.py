"""What an event says before and after it, how it moves on, and how far it reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Reach(StrEnum):
    TEAM = "team"
    SCHOOL = "school"
    BEYOND = "beyond"


REACHES: Mapping[Reach, str] = {
    Reach.TEAM: "To my own team",
    Reach.SCHOOL: "Beyond my team, inside our school",
    Reach.BEYOND: "Beyond our school",
}
"""As the person says it who presents; `reached` says it of an event."""


class EventState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


MOVES: Mapping[EventState, frozenset[EventState]] = {
    EventState.PLANNED: frozenset({EventState.HELD, EventState.CANCELLED}),
    EventState.HELD: frozenset(),
    EventState.CANCELLED: frozenset({EventState.PLANNED}),
}

LONGEST = timedelta(hours=12)
FURTHEST = timedelta(days=2 * 366)
MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class Plan:
    """`host` names another place than our school."""

    title: str
    reach: Reach
    host: str | None
    starts_at: datetime
    ends_at: datetime
    audience: str


@dataclass(frozen=True)
class Account:
    """How it went: the facts of its reach as claims hold them, and what came of it."""

    audience: str
    reach_team: str
    reach_school: str
    attendance: int
    summary: str


LABELS: Mapping[str, str] = {
    "title": "What you present",
    "reach": "How far it reaches",
    "host": "Where",
    "starts_at": "Begins",
    "ends_at": "Ends",
    "audience": "Who listened",
    "reach_team": "Their teams",
    "reach_school": "Their schools",
    "attendance": "How many came",
    "summary": "What came of it",
}


def may_move(before: EventState, after: EventState) -> bool:
    return after in MOVES[before]


def plan_problems(plan: Plan, today: date) -> dict[str, str]:
    lasts = plan.ends_at - plan.starts_at
    found = {
        "title": None if plan.title else "Say what you present.",
        "audience": None if plan.audience else "Say who is to listen.",
        "ends": _length_problem(lasts),
        "held_on": _day_problem(plan.starts_at.date(), today),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def _length_problem(lasts: timedelta) -> str | None:
    if lasts <= timedelta():
        return "It must end after it begins."
    return "An event lasts 12 hours at most. Record each day by itself." if lasts > LONGEST else None


def _day_problem(day: date, today: date) -> str | None:
    return "Check the year." if abs(day - today) > FURTHEST else None


def account_problems(account: Account) -> dict[str, str]:
    found = {
        "audience": None if account.audience else "Say who listened.",
        "attendance": None
        if 1 <= account.attendance <= MOST_PEOPLE
        else f"How many came must be a number from 1 to {MOST_PEOPLE:,}.",
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    return round((ends_at - starts_at).total_seconds() / 60)
