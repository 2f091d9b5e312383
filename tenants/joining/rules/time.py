"""The time that a school gives somebody for the programme, in quarters of an hour, and what they used it for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tenants.base.days import day_in_words

QUARTER = 15
MOST_HOURS = 200
LONGEST = 8 * 60


class Purpose(StrEnum):
    SESSION = "session"
    PROJECT = "project"
    EVIDENCE = "evidence"
    PRESENTING = "presenting"
    MENTOR = "mentor"
    OTHER = "other"


PURPOSES: Mapping[Purpose, str] = {
    Purpose.SESSION: "A session of the cohort",
    Purpose.PROJECT: "My project",
    Purpose.EVIDENCE: "Gathering and writing evidence",
    Purpose.PRESENTING: "Presenting, and preparing it",
    Purpose.MENTOR: "Meeting my mentor",
    Purpose.OTHER: "Something else",
}
TOLD: Mapping[Purpose, str] = {
    Purpose.SESSION: "Sessions",
    Purpose.PROJECT: "Project",
    Purpose.EVIDENCE: "Evidence",
    Purpose.PRESENTING: "Presenting",
    Purpose.MENTOR: "Mentor meetings",
    Purpose.OTHER: "Other",
}
"""The same for who reads what others used theirs for."""


@dataclass(frozen=True)
class Balance:
    """Minutes granted and used. More may be used than was granted: that is for people to talk about."""

    granted: int = 0
    used: int = 0

    @property
    def left(self) -> int:
        return max(0, self.granted - self.used)

    @property
    def over(self) -> int:
        return max(0, self.used - self.granted)

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(self.granted + other.granted, self.used + other.used)


def total(balances: Iterable[Balance]) -> Balance:
    return sum(balances, Balance())


def granted_problem(hours: int) -> str | None:
    return None if 0 <= hours <= MOST_HOURS else f"Give up to {MOST_HOURS} hours."


def used_problems(used_on: date, minutes: int, today: date, starts_on: date) -> dict[str, str]:
    """Field → what to do about it."""
    problems = {}
    if used_on > today:
        problems["used_on"] = "Choose today or an earlier day: note the time once you have used it."
    elif used_on < starts_on:
        problems["used_on"] = f"Choose {day_in_words(starts_on)} or a later day: time counts from then."
    if minutes % QUARTER or not QUARTER <= minutes <= LONGEST:
        problems["minutes"] = f"Choose quarters of an hour, up to {LONGEST // 60} hours at once."
    return problems
