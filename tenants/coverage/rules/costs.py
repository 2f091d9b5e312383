"""What a school says the programme costs it, and what that is for each person."""

import re
from dataclasses import dataclass

LONGEST_WORDS = 200
MOST_PENCE = 10_000_000_00
POUNDS = re.compile(r"£?\s*(\d[\d,]*)(?:\.(\d{1,2}))?")


def pence_typed(words: str) -> int | None:
    """'1,250', '£1,250.50', '99.9'; None for what is no amount of money."""
    found = POUNDS.fullmatch(words.strip())
    if found is None:
        return None
    return int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))


def pounds(pence: int) -> str:
    """'£1,250', '£99.90': pence only where there are some."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}" + (f".{rest:02}" if rest else "")


def cost_problems(what: str, pence: int | None) -> dict[str, str]:
    found = {}
    if not what or len(what) > LONGEST_WORDS:
        found["what"] = f"Say what it is for, in {LONGEST_WORDS} characters at most"
    if pence is None or not 1 <= pence <= MOST_PENCE:
        found["amount"] = "Enter an amount in pounds, such as 1,250 or 99.50"
    return found


@dataclass(frozen=True)
class Spent:
    """What a year cost, by how many it was for: candidates with an approved place in a cohort of the year, and awards
    that were made in it."""

    pence: int
    candidates: int
    awards: int

    @property
    def each_candidate(self) -> int | None:
        return round(self.pence / self.candidates) if self.candidates else None

    @property
    def each_award(self) -> int | None:
        return round(self.pence / self.awards) if self.awards else None


@dataclass(frozen=True)
class Completion:
    """`finished`: with an award. `counted`: all whose way is over or is due to be."""

    finished: int
    counted: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.finished / self.counted) if self.counted else None
