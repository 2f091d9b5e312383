from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.notices.rules import QUIET_FROM, QUIET_UNTIL, Kind, Pace, by_mail, digest_is_due, is_quiet, waits

MONDAY = date(2026, 11, 2)
HOLIDAY = {MONDAY}


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def but_for_the_holiday(day: date) -> bool:
    return weekdays(day) and day not in HOLIDAY


@pytest.mark.parametrize("pace", [Pace.DAILY, Pace.WEEKLY])
def test_news_and_reminders_wait_for_who_wants_a_digest_and_security_never(pace: Pace) -> None:
    assert [kind for kind in Kind if waits(kind, pace)] == [Kind.NEWS, Kind.REMINDER]
    assert not any(waits(kind, Pace.AT_ONCE) for kind in Kind)


def test_only_reminders_can_be_switched_off() -> None:
    assert [kind for kind in Kind if by_mail(kind, reminders=False)] == [Kind.NEWS, Kind.SECURITY]
    assert all(by_mail(kind, reminders=True) for kind in Kind)


def due_days(pace: Pace, works) -> list[int]:
    return [back for back in range(7) if digest_is_due(pace, MONDAY + timedelta(back), works)]


def test_a_daily_digest_goes_on_school_days() -> None:
    assert due_days(Pace.DAILY, weekdays) == [0, 1, 2, 3, 4]
    assert due_days(Pace.AT_ONCE, but_for_the_holiday) == [1, 2, 3, 4]


def test_a_weekly_one_on_mondays_or_the_first_school_day_after() -> None:
    assert due_days(Pace.WEEKLY, weekdays) == [0]
    assert due_days(Pace.WEEKLY, but_for_the_holiday) == [1]
    assert due_days(Pace.WEEKLY, lambda day: False) == []


def last_sunday(year: int, month: int) -> date:
    return max(day for day in (date(year, month, one) for one in range(25, 32)) if day.weekday() == 6)


def on_the_wall(moment: datetime) -> datetime:
    """Counted by the law's own words: an hour ahead from 1 o'clock on the last Sunday of March to that of October."""
    begins, ends = (
        datetime.combine(last_sunday(moment.year, month), datetime.min.time(), UTC) + timedelta(hours=1)
        for month in (3, 10)
    )
    return moment + timedelta(hours=begins <= moment < ends)


@given(
    st.one_of(
        st.datetimes(datetime(2025, 1, 1), datetime(2031, 1, 1)),
        st.datetimes(datetime(2026, 3, 28), datetime(2026, 3, 31)),
        st.datetimes(datetime(2026, 10, 24), datetime(2026, 10, 27)),
    ),
    st.sampled_from(QUIET_FROM),
)
def test_it_is_quiet_by_the_clock_on_the_wall_whatever_the_season(moment: datetime, since: int) -> None:
    wall = on_the_wall(moment.replace(tzinfo=UTC))
    told_at_once = weekdays(wall.date()) and QUIET_UNTIL <= wall.hour < since
    assert is_quiet(moment.replace(tzinfo=UTC), since, weekdays) is not told_at_once


def test_who_chose_no_quiet_hours_is_told_at_night_and_security_never_waits() -> None:
    night = datetime(2026, 11, 9, 23, 0, tzinfo=UTC)
    assert not is_quiet(night, None, weekdays)
    assert [kind for kind in Kind if not waits(kind, Pace.AT_ONCE, quiet=True)] == [Kind.SECURITY]
