"""When a project may be worked on. A submission freezes what it hands in, so the project itself goes on."""

from datetime import date, datetime, timedelta

from tenants.base.days import day_in_words

VERSION_EVERY = timedelta(minutes=10)
NOT_APPROVED = "Your project opens when the headteacher has approved your place."
OVER = "This place has ended, so the project can be read but not changed."
CLOSED = "This cohort is closed, so the project can be read but not changed."


def closed_because(
    *, approved: bool, ended: bool, cohort_open: bool, starts_on: date, today: date
) -> str | None:
    """Why a project can't be worked on now, as a sentence for the candidate; None when it can."""
    if ended:
        return OVER
    if not approved:
        return NOT_APPROVED
    if not cohort_open:
        return CLOSED
    if today < starts_on:
        return f"Your project opens when the cohort starts, on {day_in_words(starts_on)}."
    return None


def leaves_version(*, pressed: bool, last_kept: datetime | None, now: datetime) -> bool:
    """Pressing a button keeps a version; saving while typing keeps one now and then."""
    return pressed or last_kept is None or now - last_kept >= VERSION_EVERY
