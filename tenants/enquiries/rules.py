from datetime import timedelta
from enum import StrEnum

from tenants.staff.rules.people import kept_email

LINK_LASTS = timedelta(days=3)
UNCONFIRMED_KEPT = timedelta(days=14)
REOPENED_WITHIN = timedelta(days=1)
HANDLED_KEPT = timedelta(days=2 * 365)


class InterestState(StrEnum):
    """`asked` until the person has confirmed their address."""

    ASKED = "asked"
    NEW = "new"
    SCHOOL = "school"
    CLOSED = "closed"


class InterestFor(StrEnum):
    """Whom they ask for."""

    SCHOOL = "school"
    PRACTITIONER = "practitioner"


LEADS = frozenset({"head", "headteacher", "head teacher", "headmaster", "headmistress", "principal"})
BEFORE = ("acting ", "executive ", "interim ", "co-")


def leads_a_school(job: str | None) -> bool:
    """'Headteacher', 'Acting head teacher'; not 'Assistant headteacher', nor 'Head of English'."""
    words = " ".join((job or "").casefold().split())
    for before in BEFORE:
        words = words.removeprefix(before)
    return words in LEADS


def interest_problems(email: str) -> dict[str, str]:
    if kept_email(email) is None:
        return {"email": "Enter an email address in the usual form, like name@school.example"}
    return {}
