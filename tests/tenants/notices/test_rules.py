from datetime import date, timedelta

import pytest

from tenants.notices.rules import Kind, Pace, by_mail, digest_is_due, waits

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
