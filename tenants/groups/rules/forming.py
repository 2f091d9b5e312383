"""What a group may be: its name, its size, and until when somebody may join it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from tenants.base.days import day_in_words
from tenants.programmes.rules.design import Groups

LONGEST_NAME = 80
LONGEST_FOCUS = 600
LONGEST_CHARTER = 4000


def name_problem(name: str, others: Collection[str]) -> str | None:
    """`others`: of the groups of the same cohort."""
    said = name.strip()
    if not said:
        return "Enter a name for the group"
    if len(said) > LONGEST_NAME:
        return f"The name must be {LONGEST_NAME} letters or fewer"
    if said.casefold() in {one.strip().casefold() for one in others}:
        return "Another group of this cohort has this name. Choose a different one"
    return None


def size_problem(limits: Groups, members: int, asked: int, more: int) -> str | None:
    """Why so many more can't be asked: who has been asked and has not answered keeps a place."""
    if not limits.allowed:
        return "This programme has no groups. Everybody works on their own."
    room = max(0, limits.most - members - asked)
    if more <= room:
        return None
    if room == 0:
        return f"A group of this programme has at most {limits.most} people, and this one is full."
    return f"A group of this programme has at most {limits.most} people. You can invite {room} more."


def missing(limits: Groups, members: int) -> int:
    """How many must still say yes before it is a group at all."""
    return max(0, limits.fewest - members)


def closed_because(today: date, cohort_closed: bool, closes_on: date) -> str | None:
    """Why nobody can join any more; `closes_on` is the last day of the window of the place that would."""
    if cohort_closed:
        return "This cohort is closed, so nobody can join its groups any more."
    if today > closes_on:
        return f"The submission window of this place closed on {day_in_words(closes_on)}, so it is too late to join."
    return None


def may_convene(to: UUID, members: Collection[UUID], asked: Collection[UUID], now: UUID) -> bool:
    """A member; and somebody who is asked only while no member convenes it."""
    return to != now and (to in members or (now not in members and to in asked))
