"""Working days against an independent count: strings, sets and a list of all days, where the house walks from day to
day."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache

import pytest
from dateutil.easter import easter
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.base.clock import SCHOOL_TIME
from tenants.schools.nations import Pattern, bank_holidays, easter_sunday, usual_half_terms, usual_year
from tenants.schools.rules import HALVES, Span, Term, term_problems, year_problems
from tenants.schools.working_days import Calendar

FIRST, LAST = 2023, 2033
LEAP_DAYS = {date(2024, 2, 29), date(2028, 2, 29), date(2032, 2, 29)}
DAYS = st.dates(date(FIRST, 9, 1), date(LAST, 6, 30))
MANY = st.integers(0, 260)
OWN = {
    "A1": (date(2027, 8, 23), date(2027, 10, 8)),
    "A2": (date(2027, 10, 18), date(2027, 12, 22)),
    "Sp1": (date(2028, 1, 10), date(2028, 2, 29)),
    "Sp2": (date(2028, 3, 1), date(2028, 4, 13)),
    "Su1": (date(2028, 5, 2), date(2028, 5, 26)),
    "Su2": (date(2028, 6, 5), date(2028, 7, 14)),
}
"""A school of neither nation, in a leap year: two of its half-terms touch each other on its leap day."""
INSET = {date(2027, 8, 23), date(2028, 2, 29), date(2028, 7, 14), date(2028, 5, 6)}


@cache
def known(pattern: Pattern) -> Calendar:
    if pattern is Pattern.OWN:
        return Calendar(((date(2027, 8, 1), date(2028, 7, 31)),), tuple(OWN.values()), frozenset(INSET))
    begins = range(FIRST, LAST)
    years = [usual_year(year, pattern) for year in begins]
    halves = [span for year in begins for span in usual_half_terms(year, pattern).values()]
    inset = {usual_half_terms(year, pattern)[code].starts_on for year in begins for code in ("A1", "Su2")}
    holidays = {day for span in years for day in bank_holidays(pattern, span)}
    return Calendar(
        tuple((one.starts_on, one.ends_on) for one in years),
        tuple((one.starts_on, one.ends_on) for one in halves),
        frozenset(holidays | inset),
    )


@cache
def counted(pattern: Pattern) -> list[date]:
    """Every working day from 2022 to 2035, found apart from the calendar's own code: by taking sets of days away from
    each other. A day counts in a half-term, or where no year is planned at all."""
    calendar = known(pattern)
    all_days = set(_days(date(2022, 1, 1), date(2035, 12, 31)))
    planned = {day for span in calendar.years for day in _days(*span)}
    taught = {day for span in calendar.half_terms for day in _days(*span)}
    weekends = {day for day in all_days if f"{day:%a}" in {"Sat", "Sun"}}
    return sorted(((all_days - planned) | (all_days & taught)) - weekends - set(calendar.closed))


def _days(first: date, last: date) -> Iterator[date]:
    yield from (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))


@settings(max_examples=60)
@given(st.sampled_from(Pattern), DAYS, DAYS)
def test_working_days_between_two_days_are_those_of_the_independent_count(
    pattern: Pattern, one: date, other: date
) -> None:
    start, end = sorted((one, other))
    expected = sum(start < day <= end for day in counted(pattern))
    assert known(pattern).between(start, end) == expected
    assert known(pattern).between(end, start) == 0
    inside = [day for day in counted(pattern) if start <= day <= end]
    assert known(pattern).working(start, end) == inside


@settings(max_examples=60)
@given(st.sampled_from(Pattern), DAYS, MANY)
def test_so_many_working_days_after_or_before_a_day_is_where_the_independent_count_comes_to(
    pattern: Pattern, start: date, many: int
) -> None:
    calendar, days = known(pattern), counted(pattern)
    later, earlier = [day for day in days if day > start], [day for day in days if day < start]
    assert calendar.after(start, many) == (later[many - 1] if many else start)
    assert calendar.before(start, many) == (earlier[-many] if many else start)


@given(st.sampled_from(Pattern), DAYS, st.integers(1, 200))
def test_going_there_and_counting_back_is_the_same(pattern: Pattern, start: date, many: int) -> None:
    calendar = known(pattern)
    there = calendar.after(start, many)
    assert calendar.between(start, there) == many
    assert calendar.works(there)
    if calendar.works(start):
        assert calendar.before(there, many) == start


@pytest.mark.parametrize("pattern", [Pattern.ENGLAND, Pattern.SCOTLAND])
def test_no_lesson_falls_on_a_bank_holiday_a_weekend_or_an_inset_day(pattern: Pattern) -> None:
    calendar = known(pattern)
    assert not any(calendar.works(day) for day in calendar.closed)
    assert any(calendar.works(day) for day in LEAP_DAYS)


def test_the_leap_day_counts_like_any_other_and_an_inset_day_on_it_does_not() -> None:
    calendar = known(Pattern.OWN)
    assert not calendar.works(date(2028, 2, 29))
    assert calendar.after(date(2028, 2, 28), 1) == date(2028, 3, 1)
    assert known(Pattern.ENGLAND).after(date(2028, 2, 28), 1) == date(2028, 2, 29)


@given(st.integers(1900, 2199))
def test_easter_is_where_another_reckoning_finds_it(year: int) -> None:
    assert easter_sunday(year) == easter(year)


@pytest.mark.parametrize(
    ("pattern", "year", "expected"),
    [
        (
            Pattern.ENGLAND,
            Span(date(2026, 9, 1), date(2027, 8, 31)),
            [
                date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29),
                date(2027, 5, 3), date(2027, 5, 31), date(2027, 8, 30),
            ],
        ),
        (
            Pattern.SCOTLAND,
            Span(date(2021, 8, 1), date(2022, 7, 31)),
            [
                date(2021, 8, 2), date(2021, 11, 30), date(2021, 12, 27), date(2021, 12, 28), date(2022, 1, 3),
                date(2022, 1, 4), date(2022, 4, 15), date(2022, 5, 2), date(2022, 5, 30),
            ],
        ),
        (Pattern.OWN, Span(date(2026, 9, 1), date(2027, 8, 31)), []),
    ],
)  # fmt: skip
def test_bank_holidays_are_those_of_the_published_lists(
    pattern: Pattern, year: Span, expected: list[date]
) -> None:
    """As gov.uk and mygov.scot have them, but for the Jubilee of 2022, which was moved by hand."""
    assert list(bank_holidays(pattern, year)) == expected


@given(st.sampled_from([Pattern.ENGLAND, Pattern.SCOTLAND]), st.integers(2020, 2060), st.sampled_from(Term))
def test_usual_terms_of_both_nations_can_be_kept_as_they_are(
    pattern: Pattern, begins: int, term: Term
) -> None:
    spans, year = usual_half_terms(begins, pattern), usual_year(begins, pattern)
    first, second = (spans[code] for code in HALVES[term])
    rest = {code: span for code, span in spans.items() if code not in HALVES[term]}
    assert term_problems(year, term, (first, second), rest) == {}
    assert year_problems(year, spans, []) == {}


@given(DAYS, st.integers(0, 23), st.integers(0, 59), st.integers(1, 200))
def test_a_time_on_the_wall_stays_the_same_across_clock_changes(
    day: date, hour: int, minute: int, many: int
) -> None:
    """A session at a quarter to four in October is at a quarter to four in November, an hour later in UTC."""
    moved = known(Pattern.ENGLAND).after(day, many)
    for one in (day, moved):
        at = datetime.combine(one, time(hour, minute), SCHOOL_TIME)
        summer = _is_summer(one)
        if summer is not None:
            assert at.utcoffset() == timedelta(hours=1 if summer else 0)
        assert (at.hour, at.minute) == (hour, minute)


def _is_summer(day: date) -> bool | None:
    """By the rule itself: from the last Sunday of March to the last of October; None on these two days."""
    begins, ends = (
        max(
            one for one in _days(date(day.year, month, 25), date(day.year, month, 31)) if f"{one:%a}" == "Sun"
        )
        for month in (3, 10)
    )
    return None if day in (begins, ends) else begins < day < ends
