"""A year in half-terms without gaps: the holidays belong to the half-term before them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tenants.schools.rules import HALF_TERM_NAMES, Span


class When(StrEnum):
    """Of a person's work, what lies on which side of their award. Who has none works before it."""

    ALL = "all"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Half:
    code: str
    begins: date
    ends: date

    @property
    def name(self) -> str:
        return HALF_TERM_NAMES[self.code]


@dataclass(frozen=True)
class Period:
    """What is shown: a year, or one half-term of it."""

    begins: date
    ends: date

    def shown_on(self, today: date) -> date:
        """The day whose mapping is shown: the last of the period, or today while it runs."""
        return min(max(today, self.begins), self.ends)


def halves_of(year: Span, known: Mapping[str, Span]) -> list[Half]:
    """Of what is `known`, whatever begins in the year; the first of them begins with it and the last ends with it.
    None while a school that sets its own dates has set none."""
    inside = sorted(
        (span.starts_on, code)
        for code, span in known.items()
        if year.starts_on <= span.starts_on <= year.ends_on
    )
    if not inside:
        return []
    begins = [year.starts_on, *(starts for starts, _ in inside[1:])]
    ends = [*(starts - timedelta(days=1) for starts in begins[1:]), year.ends_on]
    return [Half(code, *days) for (_, code), *days in zip(inside, begins, ends, strict=True)]
