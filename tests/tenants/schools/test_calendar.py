from datetime import date

from tenants.schools.calendar import calendar
from tenants.schools.working_days import Calendar
from tests.factories.schools import make_year

YEAR = ((date(2026, 9, 1), date(2027, 8, 31)),)
TERMS = ((date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)))


def test_a_weekend_does_not_count() -> None:
    assert Calendar(YEAR, TERMS).after(date(2026, 9, 11), 1) == date(2026, 9, 14)


def test_half_term_does_not_count() -> None:
    assert Calendar(YEAR, TERMS).after(date(2026, 10, 22), 3) == date(2026, 11, 3)


def test_in_a_year_that_is_not_set_up_every_weekday_counts() -> None:
    assert Calendar(YEAR, TERMS).after(date(2026, 12, 18), 2) == date(2027, 9, 2)
    assert Calendar((), ()).after(date(2026, 10, 23), 15) == date(2026, 11, 13)


def test_the_change_to_winter_time_loses_no_day() -> None:
    assert Calendar((), ()).after(date(2026, 10, 23), 1) == date(2026, 10, 26)


def test_the_calendar_is_the_schools_own(session, in_school, other_school_id) -> None:
    make_year(session)
    session.flush()
    assert calendar(session).after(date(2026, 10, 23), 1) == date(2026, 11, 2)
    with in_school(other_school_id) as other:
        assert calendar(other) == Calendar((), ())
