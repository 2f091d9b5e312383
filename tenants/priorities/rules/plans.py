"""What a plan and its priorities may be, and which plan is the one that holds now."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol, TypeVar

from tenants.schools.rules import Span

FEWEST, MOST = 3, 5
"""How many priorities a school keeps up with in a year, as a rule of thumb and no limit."""
LONGEST_TITLE = 160


class Dated(Protocol):
    """A plan with the span of its year."""

    @property
    def span(self) -> Span: ...
    @property
    def archived(self) -> bool: ...


P = TypeVar("P", bound=Dated)


def current(plans: Iterable[P], day: date) -> P | None:
    """The one of the year that holds the day; else the latest that is not archived."""
    latest_first = sorted(plans, key=lambda one: one.span.starts_on, reverse=True)
    holding = (one for one in latest_first if one.span.covers(day))
    kept = (one for one in latest_first if not one.archived)
    return next(holding, None) or next(kept, None)


def size_words(priorities: int) -> str | None:
    """What to say of so many; nothing of a number that schools manage well."""
    if not priorities or FEWEST <= priorities <= MOST:
        return None
    if priorities < FEWEST:
        return f"Schools mostly choose {FEWEST} to {MOST} priorities. There is room for more."
    return (
        f"{priorities} priorities are many for one year: schools mostly keep up with {FEWEST} to {MOST}. "
        "You can keep them all; think about which of them can wait."
    )


def title_problem(title: str, others: Iterable[str]) -> str | None:
    if not title.strip():
        return "Say what you want to get better at"
    if title.strip().casefold() in {one.strip().casefold() for one in others}:
        return "This plan has a priority with this title. Give it another one"
    return None


def agreed_problem(agreed_on: date | None, today: date) -> str | None:
    if agreed_on is not None and agreed_on > today:
        return "Choose today or an earlier day: put the date in once governors have agreed"
    return None


def archive_problem(year: Span, today: date) -> str | None:
    if year.covers(today):
        return "This is the plan of the year that runs. Archive it once the year is over."
    return None


def order_problem(order: Collection[int], priorities: int) -> str | None:
    """`order`: the place that each of the priorities is to have."""
    if sorted(order) != list(range(1, priorities + 1)):
        return "Give each priority a place of its own"
    return None
