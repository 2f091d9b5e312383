"""A message of those who run a cohort to its people: how it moves, how much fits, and when it may go."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from tenants.base.clock import SCHOOL_TIME
from tenants.programmes.rules.gaps import gaps_in


class Kind(StrEnum):
    """A message has one text for all; a nudge has one for each person."""

    MESSAGE = "message"
    NUDGE = "nudge"


class State(StrEnum):
    """`WAITING`: somebody has pressed 'Send', for now or for later."""

    DRAFT = "draft"
    WAITING = "waiting"
    SENT = "sent"


MOVES: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.WAITING}),
    State.WAITING: frozenset({State.DRAFT, State.SENT}),
    State.SENT: frozenset(),
}


class Audience(StrEnum):
    EVERYBODY = "everybody"
    APPROVED = "approved"


class Part(StrEnum):
    """As what somebody gets it."""

    CANDIDATE = "candidate"
    MENTOR = "mentor"


class Unsent(StrEnum):
    """Why somebody did not get it after all: looked at when it is about to be told."""

    LEFT_SCHOOL = "left_school"
    LEFT_COHORT = "left_cohort"
    NO_MENTOR = "no_mentor"
    ON_BREAK = "on_break"
    NUDGED = "nudged"
    CAUGHT_UP = "caught_up"


UNSENT: Mapping[Unsent, str] = {
    Unsent.LEFT_SCHOOL: "They no longer work here",
    Unsent.LEFT_COHORT: "They no longer have a place in this cohort",
    Unsent.NO_MENTOR: "They no longer mentor anybody in this cohort",
    Unsent.ON_BREAK: "They are on a break",
    Unsent.NUDGED: "They were nudged less than a week ago",
    Unsent.CAUGHT_UP: "The reason for it is gone",
}

LONGEST_SUBJECT = 120
LONGEST = 4_000
MORNING = 8
MOST_BY_ONE = 10
MOST_HERE = 60
"""Messages that one person, and a whole school, can send in a day."""
HOURS = range(7, 19)
FURTHEST = timedelta(days=120)

NOBODY = "Nobody is left to get it. Put somebody back, or begin another message."
NOTHING = "Write a subject and a text first."
ENOUGH = f"You have sent {MOST_BY_ONE} messages within a day. Send the next one tomorrow."
ENOUGH_HERE = f"Your school has sent {MOST_HERE} messages within a day. Send the next one tomorrow."
CHANGED = "This message was changed meanwhile. Look at the preview again before you send it."


@dataclass(frozen=True)
class Sent:
    """How many messages went within the last day."""

    by_one: int
    here: int


def too_many(sent: Sent) -> str | None:
    if sent.by_one >= MOST_BY_ONE:
        return ENOUGH
    return ENOUGH_HERE if sent.here >= MOST_HERE else None


def open_gaps(*texts: str) -> list[str]:
    """What stands in curly brackets and is none of what Lectern fills in, each once."""
    return list(dict.fromkeys(gap for text in texts for gap in gaps_in(text)))


def gap_words(gaps: list[str]) -> str | None:
    """'Write something in the place of {who to ask}', as a sentence."""
    if not gaps:
        return None
    named = " and ".join(f"{{{gap}}}" for gap in gaps)
    return f"Write something in the place of {named}, or take it out."


def goes_at(day: date, hour: int) -> datetime:
    """By the clock on the school's wall."""
    return datetime.combine(day, time(hour), SCHOOL_TIME)


def is_hour(moment: datetime, works: Callable[[date], bool]) -> bool:
    """Whether a message that goes at that moment meets nobody in their free time."""
    local = moment.astimezone(SCHOOL_TIME)
    return works(local.date()) and local.hour in HOURS


def next_morning(today: date, works: Callable[[date], bool]) -> date | None:
    """The next school day, if it is one for which a message can wait."""
    days = (today + timedelta(days=ahead) for ahead in range(1, FURTHEST.days))
    return next((day for day in days if works(day)), None)


def time_problems(day: date, hour: int, now: datetime, works: Callable[[date], bool]) -> dict[str, str]:
    """Field → what to do about it."""
    return dict(_time_problems(day, hour, now, works))


def _time_problems(
    day: date, hour: int, now: datetime, works: Callable[[date], bool]
) -> Iterator[tuple[str, str]]:
    if not works(day):
        yield "day", "This is no school day. Choose one, so that nobody is written to in their free time."
    elif goes_at(day, hour) <= now:
        yield "hour", "This hour is over. Choose a later one, or send it now."
    elif goes_at(day, hour) > now + FURTHEST:
        yield "day", f"Choose a day within the next {FURTHEST.days} days."
