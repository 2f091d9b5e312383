"""What a list says about the end of somebody's time here: a last day, or just yes or no."""

import re
from datetime import date, datetime

YES = {"yes", "y", "true", "1", "x", "left", "leaver", "leaving", "former", "inactive"}
NO = {"no", "n", "false", "0", "-", "–", "current", "active"}
WRITTEN = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d/%m/%y",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
)
TIME = re.compile(r"[ T]\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[AP]M)?$", re.IGNORECASE)


class Unclear(ValueError):
    """Neither a day nor yes nor no."""


def last_day(told: str) -> date | bool:
    """The last day of work, as people in Britain write it; or whether they have left."""
    word = told.casefold().strip()
    if word in YES or word in NO:
        return word in YES
    plain = TIME.sub("", told.strip())
    for form in WRITTEN:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise Unclear(told)


def over(end: date | bool, today: date) -> bool:
    """Access lasts until the end of the last day."""
    return end if isinstance(end, bool) else end < today
