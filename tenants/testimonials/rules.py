"""A testimonial: what somebody else says of a candidate. How a request moves, how long it waits, and how many
letters Lectern writes because of it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from tenants.base.secrets import token_hash


class State(StrEnum):
    ASKED = "asked"
    OPENED = "opened"
    BEGUN = "begun"
    RECEIVED = "received"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


MOVES: Mapping[State, frozenset[State]] = {
    State.ASKED: frozenset({State.OPENED, State.DECLINED, State.EXPIRED, State.WITHDRAWN}),
    State.OPENED: frozenset({State.BEGUN, State.DECLINED, State.EXPIRED, State.WITHDRAWN}),
    State.BEGUN: frozenset({State.RECEIVED, State.DECLINED, State.EXPIRED, State.WITHDRAWN}),
    State.RECEIVED: frozenset(),
    State.DECLINED: frozenset(),
    State.EXPIRED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
WAITING = frozenset({State.ASKED, State.OPENED, State.BEGUN})

WAITS = timedelta(days=28)
WAITS_AFTER_WRITING = timedelta(days=14)
WAITS_AT_MOST = timedelta(days=84)
CORRECTED_WITHIN = timedelta(days=14)
SHOWN_FOR = timedelta(days=90)
"""A link opens for 28 days; whoever writes has two weeks from then, but nobody waits longer than twelve. What was
sent may be put right for two weeks, and is shown to its writer for three months."""

REMINDED_AFTER = (timedelta(days=7), timedelta(days=17))
BETWEEN_REMINDERS = timedelta(days=4)
MOST_REMINDERS = 3
"""Two come by themselves; a candidate may press for one, and none comes close after another."""

MOST_A_DAY = 5
MOST_WAITING = 12
MOST_TO_ONE = 5
ONE_ASKED_WITHIN = timedelta(days=7)

LONGEST_MESSAGE = 600
LONGEST = 6_000
LONGEST_LINE = 200
WEB = re.compile(r"://|\bwww\.|\b[\w-]+\.(?:com|net|org|info|co|uk|io|ly|me|app)(?:/|\b)", re.IGNORECASE)

NO_ADDRESSES = "Leave web addresses out. The email has a link to the page where they write."
ENOUGH_TODAY = f"You have asked {MOST_A_DAY} people today. Ask the others tomorrow."
ENOUGH_WAITING = (
    f"{MOST_WAITING} people have not answered yet. Take a request back before you ask somebody else."
)
NOT_AGAIN = "They have asked not to be asked for testimonials here. Ask somebody else."
SAID_NO = "They have said no, so Lectern does not ask them again. Ask somebody else."
ASKED_ALREADY = "You have asked them already. You can remind them from the list of your testimonials."
ASKED_OFTEN = "Others have asked them this week. Wait some days, so that they are not flooded."
YOURSELF = "This is your own address. A testimonial comes from somebody else."


@dataclass(frozen=True)
class Said:
    """What a writer says: who they are, how they know the candidate, which standards they can speak to."""

    name: str
    job: str
    knows: str
    standards: tuple[int, ...]
    body: str


LABELS: Mapping[str, str] = {
    "name": "Your name",
    "job": "What you do, and where",
    "knows": "How you know them",
    "standards": "Standards you can speak to",
    "body": "Your testimonial",
}


@dataclass(frozen=True)
class Asked:
    """What a candidate has asked for, of which a further request is judged."""

    today: int
    waiting: int
    of_them: frozenset[State]
    of_them_by_all: int
    refused_for_good: bool


def may_move(from_state: State, to: State) -> bool:
    return to in MOVES[from_state]


def address_hash(school_id: UUID, address: str) -> bytes:
    """So that two schools can't find out that they asked the same person."""
    return token_hash(f"{school_id}:testimonial:{address}")


def refusal(asked: Asked) -> str | None:
    """Why somebody can't be asked; None when they can."""
    reasons = (
        (asked.refused_for_good, NOT_AGAIN),
        (State.DECLINED in asked.of_them, SAID_NO),
        (bool(asked.of_them & {*WAITING, State.RECEIVED}), ASKED_ALREADY),
        (asked.today >= MOST_A_DAY, ENOUGH_TODAY),
        (asked.waiting >= MOST_WAITING, ENOUGH_WAITING),
        (asked.of_them_by_all >= MOST_TO_ONE, ASKED_OFTEN),
    )
    return next((words for stands, words in reasons if stands), None)


def request_problems(name: str, message: str) -> dict[str, str]:
    """Both stand in the letter, so that neither may lead anywhere."""
    found = {
        "name": _line_problem(name, "Enter the name of the person you ask."),
        "message": _message_problem(message),
    }
    return {field: words for field, words in found.items() if words}


def _line_problem(text: str, empty: str) -> str | None:
    if not text.strip():
        return empty
    if len(text) > LONGEST_LINE:
        return f"Keep it to {LONGEST_LINE} characters."
    return NO_ADDRESSES if WEB.search(text) else None


def _message_problem(message: str) -> str | None:
    if not message.strip():
        return "Write a few words to them: what you hope they can speak to."
    if len(message) > LONGEST_MESSAGE:
        return f"Keep it to {LONGEST_MESSAGE} characters."
    return NO_ADDRESSES if WEB.search(message) else None


def problems(said: Said, known: Collection[int]) -> dict[str, str]:
    """What can't be kept, draft or not."""
    long = {
        field: f"Keep it to {LONGEST_LINE} characters."
        for field in ("name", "job", "knows")
        if len(getattr(said, field)) > LONGEST_LINE
    }
    if len(said.body) > LONGEST:
        long["body"] = f"Keep it to {LONGEST:,} characters."
    if not set(said.standards) <= set(known):
        long["standards"] = "Choose from the standards in the list."
    return long


def missing(said: Said) -> dict[str, str]:
    """What a testimonial must say before it is sent. Which standards is left to the writer."""
    needed = {
        "name": "Enter your name.",
        "job": "Say what you do, and where.",
        "knows": "Say how you know them: it tells a reader how to weigh your words.",
        "body": "Write your testimonial.",
    }
    return {field: words for field, words in needed.items() if not getattr(said, field).strip()}


def waits_until(asked_on: date, today: date, until: date) -> date:
    """How long a link opens after its writer has saved something."""
    return max(until, min(today + WAITS_AFTER_WRITING, asked_on + WAITS_AT_MOST))


def may_correct(*, received_on: date, drawn: bool, today: date) -> bool:
    return not drawn and today <= received_on + CORRECTED_WITHIN


def reminder_due(*, asked_on: date, reminded: int, reminded_on: date | None, today: date) -> bool:
    """Whether one comes by itself today."""
    if reminded >= len(REMINDED_AFTER) or not _rested(reminded_on, today):
        return False
    return today >= asked_on + REMINDED_AFTER[reminded]


def no_reminder_because(*, stopped: bool, reminded: int, last_letter_on: date, today: date) -> str | None:
    """Why the candidate can't press for one; None when they can."""
    if stopped:
        return "They have asked for no reminders."
    if reminded >= MOST_REMINDERS:
        return f"They have had {MOST_REMINDERS} reminders, and Lectern sends no more."
    if not _rested(last_letter_on, today):
        return f"They had an email less than {BETWEEN_REMINDERS.days} days ago. Give them a little time."
    return None


def _rested(last: date | None, today: date) -> bool:
    return last is None or today >= last + BETWEEN_REMINDERS


def title(said: Said) -> str:
    return f"Testimonial from {said.name}"


def as_read(said: Said) -> str:
    """The text as its readers see it: who speaks, then what they say."""
    return f"**{said.name}, {said.job}.** {said.knows}\n\n{said.body}"
