from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.base.days import (
    briefly,
    day_in_words,
    in_hours,
    moment_in_words,
    month_in_words,
    short_day,
    short_day_and_year,
    time_in_words,
    time_typed,
    value_in_words,
    weekday_in_words,
)

DAY = date(2026, 12, 7)
SUMMER_NIGHT = datetime(2026, 6, 30, 23, 5, tzinfo=UTC)
"""Five past midnight on 1 July, by the clock on the school's wall."""


def test_a_day_is_said_in_one_way() -> None:
    assert day_in_words(DAY) == "7 December 2026"
    assert weekday_in_words(DAY) == "Monday 7 December 2026"
    assert month_in_words(DAY) == "December 2026"
    assert (short_day(DAY), short_day_and_year(DAY)) == ("7 Dec", "7 Dec 2026")


def test_a_moment_is_told_on_the_schools_calendar_and_clock() -> None:
    assert day_in_words(SUMMER_NIGHT) == "1 July 2026"
    assert weekday_in_words(SUMMER_NIGHT) == "Wednesday 1 July 2026"
    assert time_in_words(SUMMER_NIGHT) == "12:05am"
    assert moment_in_words(SUMMER_NIGHT) == "1 July 2026 at 12:05am"


def test_no_day_is_no_word() -> None:
    assert day_in_words(None) == moment_in_words(None) == value_in_words(None) == ""


@pytest.mark.parametrize(
    ("at", "words"),
    [(time(0), "12:00am"), (time(9, 5), "9:05am"), (time(12), "12:00pm"), (time(15, 30), "3:30pm")],
)
def test_a_time_is_said_by_the_halves_of_the_day(at: time, words: str) -> None:
    assert time_in_words(at) == words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15:30", time(15, 30)), ("3.30pm", time(15, 30)), ("3:30 PM", time(15, 30)), ("9am", time(9)),
        ("930", time(9, 30)), ("1530", time(15, 30)), ("9", None), ("15", None), ("12am", time(0)), ("12pm", time(12)),
        ("24:00", None), ("13pm", None), ("0am", None), ("9:60", None), ("half past three", None), ("", None),
        ("15:30:00", None),
    ],
)  # fmt: skip
def test_a_time_is_understood_as_people_type_it(typed: str, meant: time | None) -> None:
    assert time_typed(typed) == meant


@given(st.times())
def test_a_time_as_we_say_it_is_understood(at: time) -> None:
    assert time_typed(time_in_words(at)) == at.replace(second=0, microsecond=0, fold=0)


@pytest.mark.parametrize(
    ("minutes", "words", "short"),
    [
        (0, "0 minutes", "0 min"),
        (45, "45 minutes", "45 min"),
        (60, "1 hour", "1 h"),
        (61, "1 hour 1 minute", "1 h 1 min"),
        (150, "2 hours 30 minutes", "2 h 30 min"),
    ],
)
def test_how_long_is_said_in_hours(minutes: int, words: str, short: str) -> None:
    assert (in_hours(minutes), briefly(minutes)) == (words, short)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (SUMMER_NIGHT, "1 July 2026 at 12:05am"),
        (DAY, "7 December 2026"),
        (time(9, 5), "9:05am"),
        (3, "3"),
        ("Hall", "Hall"),
    ],
)
def test_what_stands_in_a_field_is_shown_as_people_read_it(value: object, words: str) -> None:
    assert value_in_words(value) == words
