"""An award's number, its code, how long it lasts and what it is worth today."""

from calendar import isleap
from datetime import date
from enum import StrEnum

from tenants.base import codes

CODE_LENGTH = 26
"""26 characters of 5 bits: 130 random bits."""
AWARD_TITLE = "Lead Practitioner"


class AwardState(StrEnum):
    CURRENT = "current"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"


def state(*, expires_on: date, revoked: bool, replaced: bool, today: date) -> AwardState:
    """Revoked outweighs replaced, and both outweigh the date. The last day still counts."""
    if revoked:
        return AwardState.REVOKED
    if replaced:
        return AwardState.REPLACED
    return AwardState.CURRENT if today <= expires_on else AwardState.EXPIRED


def new_code() -> str:
    return codes.new_code(CODE_LENGTH)


def plain_code(typed: str) -> str:
    """The code as it was made, from one typed off a certificate: case, spaces and look-alikes forgiven."""
    return codes.plain_code(typed, CODE_LENGTH)


def number(slug: str, year: int, serial: int) -> str:
    """Unique in its school: OAKFIELD-2027-003."""
    return f"{slug.split('-')[0].upper()[:12]}-{year}-{serial:03}"


def expires(awarded_on: date, years: int) -> date:
    """The same day, so many years on; 28 February stands in for the 29th."""
    year = awarded_on.year + years
    leap_day = (awarded_on.month, awarded_on.day) == (2, 29)
    return awarded_on.replace(year=year, day=28 if leap_day and not isleap(year) else awarded_on.day)
