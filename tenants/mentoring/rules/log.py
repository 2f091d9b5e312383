"""The log of a pair: when they met and for how long, and who reads what was written about it."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

LONGEST = 8 * 60
ENDED = "This pairing has ended, so its log can be read but not changed."
NO_MENTOR = "There is no mentor at the moment. A programme lead names one, and then you can go on here."


class NoteKind(StrEnum):
    """Shared: both read it. Private: nobody but its writer."""

    SHARED = "shared"
    PRIVATE = "private"


def problems(met_on: date | None, minutes: int | None, today: date) -> dict[str, str]:
    found = {}
    if met_on is None:
        found["met_on"] = "Enter the date of the meeting."
    elif met_on > today:
        found["met_on"] = "The date must be today or in the past."
    elif met_on.year < 2000:
        found["met_on"] = "Check the year."
    if minutes is None or not 1 <= minutes <= LONGEST:
        found["minutes"] = f"How long it took must be a number of minutes from 1 to {LONGEST}."
    return found


def time_spent(minutes: Iterable[int]) -> str:
    """'no time yet', '45 minutes', '1 hour', '2 hours 15 minutes'."""
    hours, rest = divmod(sum(minutes), 60)
    parts = [
        f"{many} {one}{'' if many == 1 else 's'}" for many, one in ((hours, "hour"), (rest, "minute")) if many
    ]
    return " ".join(parts) or "no time yet"
