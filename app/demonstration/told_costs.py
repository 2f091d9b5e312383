"""What the programme costs a school, as the demonstration tells it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Costing:
    """`cohort`: of which it is the cost; without one, of the academic year of that day."""

    ago: int
    by: str
    what: str
    pence: int
    cohort: str | None = None
