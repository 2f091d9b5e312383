"""When a portfolio may be worked on, and when a save leaves a version behind."""

from datetime import date, datetime, timedelta

from tenants.base.days import day_in_words
from tenants.portfolios.rules.states import SubmissionState

IN_PROGRESS = frozenset({SubmissionState.SUBMITTED, SubmissionState.ENDORSED, SubmissionState.DECIDED})
"""From handing in until the outcome is released or the head returns it, nothing changes."""

VERSION_EVERY = timedelta(minutes=10)

NOT_APPROVED = "Your portfolio opens when the headteacher has approved your place."
OVER = "This place has ended, so the portfolio can be read but not changed."
CLOSED = "This cohort is closed, so the portfolio can be read but not changed."
SUBMITTED = "You have submitted this portfolio. It can be changed again when it comes back to you."


def closed_because(
    *, approved: bool, ended: bool, cohort_open: bool, starts_on: date, submission: str | None, today: date
) -> str | None:
    """Why a portfolio can't be worked on now, as a sentence for the candidate; None when it can."""
    if ended:
        return OVER
    if not approved:
        return NOT_APPROVED
    if not cohort_open:
        return CLOSED
    if today < starts_on:
        return f"Your portfolio opens when the cohort starts, on {day_in_words(starts_on)}."
    return SUBMITTED if submission in IN_PROGRESS else None


def leaves_version(*, finished: bool, last_kept: datetime | None, now: datetime) -> bool:
    """Pressing the button keeps a version; saving while typing keeps one now and then."""
    return finished or last_kept is None or now - last_kept >= VERSION_EVERY
