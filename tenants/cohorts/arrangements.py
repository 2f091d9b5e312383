"""What is arranged for one person alone: more time, a later submission window, a break. All days are the school's."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import ColumnElement, func

from tenants.base.days import day_in_words
from tenants.cohorts.models import Candidate, Cohort
from tenants.schools.working_days import Calendar

LONGEST_BREAK = 400
"""Days: a whole year away, parental leave for instance, and a little more."""


def opens_on(candidate: Candidate, cohort: Cohort) -> date:
    return candidate.own_opens_on or cohort.window_opens_on


def closes_on(candidate: Candidate, cohort: Cohort) -> date:
    """The last day on which this person may hand in."""
    return candidate.own_closes_on or cohort.window_closes_on


def gateway(candidate: Candidate, cohort: Cohort) -> str:
    return candidate.own_gateway or cohort.gateway


def last_day() -> ColumnElement[date]:
    """The same as `closes_on`, for a statement that joins Candidate with its Cohort."""
    return func.coalesce(Candidate.own_closes_on, Cohort.window_closes_on)


def on_break(candidate: Candidate, today: date) -> bool:
    begins, ends = candidate.paused_from, candidate.paused_until
    return begins is not None and ends is not None and begins <= today <= ends


def latest_extension(cohort: Cohort, candidate: Candidate, calendar: Calendar) -> date:
    """Counted from the window they are in: the cohort's, or the later one they were put off to."""
    closes = candidate.deferred_closes_on or cohort.window_closes_on
    return calendar.after(closes, cohort.limits.extension_days)


def extension_problem(day: date, closes: date, latest: date, works: Callable[[date], bool]) -> str | None:
    if day <= closes:
        return f"Choose a day after {day_in_words(closes)}: until then they have time already."
    if day > latest:
        return f"Choose {day_in_words(latest)} or an earlier day: your programme allows no more."
    if not works(day):
        return "This is no school day. Choose one, so that nobody hands in during a holiday."
    return None


def break_problems(begins: date, ends: date, starts_on: date, today: date) -> dict[str, str]:
    """Field → what to do about it."""
    if begins < starts_on:
        return {"begins": f"The cohort starts on {day_in_words(starts_on)}: choose that day or a later one."}
    if ends < begins:
        return {"ends": "The last day can't be before the first."}
    if ends < today:
        return {"ends": "Choose today or a later day: a break that is over needs no arrangement."}
    if (ends - begins).days > LONGEST_BREAK:
        return {"ends": "A break can't be longer than a year. Take them out of the cohort instead."}
    return {}
