"""The school's calendar and particulars: what may be kept."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tenants.base.days import day_in_words
from tenants.schools.working_days import SATURDAY

SHORTEST_YEAR = timedelta(days=270)
LONGEST_YEAR = timedelta(days=380)


class Term(StrEnum):
    AUTUMN = "autumn"
    SPRING = "spring"
    SUMMER = "summer"


HALVES: dict[Term, tuple[str, str]] = {
    Term.AUTUMN: ("A1", "A2"),
    Term.SPRING: ("Sp1", "Sp2"),
    Term.SUMMER: ("Su1", "Su2"),
}
HALF_TERMS = tuple(code for halves in HALVES.values() for code in halves)
HALF_TERM_NAMES = {
    code: f"{term.value.capitalize()} {number}"
    for term, halves in HALVES.items()
    for number, code in enumerate(halves, 1)
}
EDGES = ("first_starts", "first_ends", "second_starts", "second_ends")


@dataclass(frozen=True)
class Span:
    """From a day to a day, both inside."""

    starts_on: date
    ends_on: date

    def overlaps(self, other: "Span") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    @property
    def in_words(self) -> str:
        return f"{day_in_words(self.starts_on)} to {day_in_words(self.ends_on)}"


def year_to_plan(today: date) -> int:
    """The calendar year in which the academic year begins; in July and August that is the one to come."""
    return today.year if today.month >= 7 else today.year - 1


def year_name(year: Span) -> str:
    return f"{year.starts_on.year}/{year.ends_on:%y}"


def year_problems(
    year: Span, half_terms: Mapping[str, Span], other_years: Iterable[tuple[str, Span]]
) -> dict[str, str]:
    if year.ends_on <= year.starts_on:
        return {"ends_on": "The last day of the year must be after the first."}
    if not SHORTEST_YEAR <= year.ends_on - year.starts_on <= LONGEST_YEAR:
        return {"ends_on": "An academic year lasts about twelve months. Check the year in both dates."}
    clash = next((name for name, other in other_years if year.overlaps(other)), None)
    if clash:
        return {"starts_on": f"These dates overlap with the year {clash}."}
    left_out = [code for code, span in half_terms.items() if not _inside(year, span)]
    if left_out:
        return {
            "starts_on": f"{HALF_TERM_NAMES[left_out[0]]} would lie outside the year. Change its dates first."
        }
    return {}


def term_problems(
    year: Span, term: Term, halves: tuple[Span, Span], others: Mapping[str, Span]
) -> dict[str, str]:
    """`others`: the half-terms of the other terms that have dates. Answers by the names of EDGES."""
    first, second = halves
    days = dict(zip(EDGES, (first.starts_on, first.ends_on, second.starts_on, second.ends_on), strict=True))
    outside = {
        edge: f"This date must be between {day_in_words(year.starts_on)} and {day_in_words(year.ends_on)}."
        for edge, day in days.items()
        if not year.covers(day)
    }
    return (
        outside
        or _order_problems(days)
        or _neighbour_problems(term, Span(first.starts_on, second.ends_on), others)
    )


def _order_problems(days: Mapping[str, date]) -> dict[str, str]:
    if days["first_ends"] <= days["first_starts"]:
        return {"first_ends": "The last day before half-term must be after the first day of term."}
    if days["second_starts"] <= days["first_ends"]:
        return {"second_starts": "The first day back must be after the last day before half-term."}
    if days["second_ends"] <= days["second_starts"]:
        return {"second_ends": "The last day of term must be after the first day back."}
    return {}


def _neighbour_problems(term: Term, whole: Span, others: Mapping[str, Span]) -> dict[str, str]:
    place = HALF_TERMS.index(HALVES[term][0])
    for code, span in others.items():
        before = HALF_TERMS.index(code) < place
        if before and span.ends_on >= whole.starts_on:
            return {
                "first_starts": f"This must be after {HALF_TERM_NAMES[code]}, "
                f"which ends on {day_in_words(span.ends_on)}."
            }
        if not before and span.starts_on <= whole.ends_on:
            return {
                "second_ends": f"This must be before {HALF_TERM_NAMES[code]}, "
                f"which starts on {day_in_words(span.starts_on)}."
            }
    return {}


class Closure(StrEnum):
    """Why there are no lessons on a weekday inside a half-term."""

    HOLIDAY = "holiday"
    INSET = "inset"


LONGEST_NAME = 80


def closed_day_problems(
    year: Span, half_terms: Iterable[Span], day: date, name: str, known: Iterable[date]
) -> dict[str, str]:
    if not name:
        return {"name": "Give the day a name, such as May Day or Staff training."}
    if not year.covers(day):
        return {
            "day": f"The day must be between {day_in_words(year.starts_on)} and {day_in_words(year.ends_on)}."
        }
    if day.weekday() >= SATURDAY:
        return {"day": "That day is at a weekend, where there are no lessons anyway."}
    if day in set(known):
        return {"day": "This day is in the list already."}
    if not any(span.covers(day) for span in half_terms):
        return {"day": "That day is not inside a half-term, so there are no lessons anyway."}
    return {}


def _inside(year: Span, span: Span) -> bool:
    return year.covers(span.starts_on) and year.covers(span.ends_on)


SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
URN = re.compile(r"[0-9]{5,8}")


def particulars_problems(name: str, urn: str | None) -> dict[str, str]:
    problems = {}
    if not name:
        problems["name"] = "Enter the school's name."
    if urn and not URN.fullmatch(urn):
        problems["urn"] = "A URN is a number such as 123456. Leave it empty if the school has none."
    return problems


def slug_problem(slug: str) -> str | None:
    if len(slug) > 60 or not SLUG.fullmatch(slug):
        return "The short name has only small letters, numbers and single hyphens, at most 60: 'oak-hill'."
    return None


class Paper(StrEnum):
    AGREEMENT = "data-processing-agreement"
    PRIVACY = "privacy-notice"


class Step(StrEnum):
    DETAILS = "details"
    CALENDAR = "calendar"
    PAPERS = "papers"
    STANDARDS = "standards"
    STAFF = "staff"
