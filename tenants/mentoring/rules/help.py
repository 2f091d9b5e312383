"""What a mentor can tell about somebody from the log and the comments: time, answers and what is overdue."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Between:
    """Between a candidate and their mentor. `overdue`: how many things the candidate has not done that are past
    their day, the oldest since `overdue_since`. `answered_on`: since when an answer waits for the mentor."""

    overdue: int = 0
    overdue_since: date | None = None
    answered_on: date | None = None
    last_met_on: date | None = None
