"""The operator's own doors, and what a school may open to support."""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import unquote

from tenants.staff.rules.people import kept_email

LINK_LASTS = timedelta(minutes=15)
HALF_WAY = timedelta(minutes=10)
"""How long somebody whose link was good may look for the code of their app."""
IDLE_LIMIT = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
NOTED_EVERY = timedelta(minutes=1)
ENROL_WITHIN = timedelta(days=7)
"""A new operator sets up their app soon, or is made again: until then the link alone would do."""
MOST_WRONG_CODES = 5
PROOF_LASTS = timedelta(minutes=5)
"""How long after a code or passkey somebody may change how they sign in."""

HOME = "/operator/"

OPERATOR_DOORS = {
    "app": "a link by email and a code of your app",
    "recovery": "a link by email and a recovery code",
    "passkey": "a passkey",
    "demonstration": "the demonstration",
}
"""The doors in words, as an operator came in by them."""


def still_open(seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    return now < expires_at and now - seen_at < IDLE_LIMIT


def is_fresh(proven_at: datetime | None, now: datetime) -> bool:
    return proven_at is not None and now - proven_at < PROOF_LASTS


def safe_next(target: str) -> str:
    """A path in the operator's space, or its front page."""
    path = unquote(target.split("?")[0])
    plain = target.isascii() and target.isprintable() and "\\" not in path
    inside = target.startswith(HOME) and "//" not in path and "/../" not in f"{path}/"
    return target if plain and inside else HOME


def operator_problems(name: str, email: str) -> dict[str, str]:
    found = {}
    if not name or not name.isprintable() or len(name) > 200:
        found["name"] = "Enter the operator's name."
    if kept_email(email) is None:
        found["email"] = "Enter a full email address, like name@lectern.example."
    return found


ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No look-alikes: the codes are kept on paper."""
RECOVERY_CODES, RECOVERY_LENGTH = 10, 16


def new_recovery_codes() -> list[str]:
    """79 random bits each, so that one round of hashing keeps them."""
    return ["".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]


def in_fours(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def plain_recovery_code(typed: str) -> str:
    """As it is kept, however it was typed; empty for what is no such code."""
    plain = re.sub(r"[\s-]", "", typed).lower()
    return plain if len(plain) == RECOVERY_LENGTH and set(plain) <= set(ALPHABET) else ""


@dataclass(frozen=True)
class Length:
    words: str
    lasts: timedelta


VISIT_LENGTHS = {
    "4h": Length("4 hours", timedelta(hours=4)),
    "1d": Length("1 day", timedelta(days=1)),
    "3d": Length("3 days", timedelta(days=3)),
    "7d": Length("A week", timedelta(days=7)),
}


def visit_is_open(ends_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    return ended_at is None and now < ends_at


LONGEST_ANNOUNCEMENT = timedelta(days=92)


def announcement_problems(begins_on: date, ends_on: date) -> dict[str, str]:
    if ends_on < begins_on:
        return {"ends_on": "The last day must not be before the first."}
    if ends_on - begins_on > LONGEST_ANNOUNCEMENT:
        return {"ends_on": "An announcement stands for three months at most."}
    return {}
