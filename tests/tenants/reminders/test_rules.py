from datetime import date

import pytest

from tenants.portfolios.rules.readiness import Blocker, Leads
from tenants.reminders.rules import Reminder, days, falls_on, months_before, still_missing

CLOSES = date(2027, 6, 25)


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2027, 6, 10), None),
        (date(2027, 6, 11), date(2027, 6, 11)),
        (date(2027, 6, 14), date(2027, 6, 11)),
        (date(2027, 6, 18), date(2027, 6, 18)),
        (date(2027, 6, 22), date(2027, 6, 18)),
        (date(2027, 6, 25), date(2027, 6, 23)),
        (date(2027, 6, 26), None),
    ],
)
def test_a_window_is_told_14_7_and_2_days_before_or_as_soon_as_can_be(today: date, day: date | None) -> None:
    assert falls_on(Reminder.WINDOW, CLOSES, today) == day


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2029, 8, 30), None),
        (date(2029, 8, 31), date(2029, 8, 31)),
        (date(2030, 2, 28), date(2030, 2, 28)),
        (date(2030, 6, 1), date(2030, 5, 31)),
        (date(2030, 9, 1), None),
    ],
)
def test_an_award_is_told_12_6_and_3_months_before(today: date, day: date | None) -> None:
    assert falls_on(Reminder.AWARD_ENDS, date(2030, 8, 31), today) == day


def test_what_has_no_steps_falls_on_its_own_day() -> None:
    assert falls_on(Reminder.OVERDUE, date(2027, 1, 4), date(2027, 3, 1)) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("due", "many", "day"),
    [
        (date(2028, 5, 31), 3, date(2028, 2, 29)),
        (date(2027, 1, 15), 12, date(2026, 1, 15)),
        (date(2027, 3, 1), 6, date(2026, 9, 1)),
    ],
)
def test_months_are_counted_on_the_calendar(due: date, many: int, day: date) -> None:
    assert months_before(due, many) == day


def test_three_working_days_leave_out_weekends_and_holidays() -> None:
    """On a Thursday; the Monday after is a holiday."""
    found = days(date(2026, 11, 5), lambda day: day.weekday() < 5 and day != date(2026, 11, 9))
    assert found.next == date(2026, 11, 6)
    assert found.third == date(2026, 11, 11)
    assert found.three_over == date(2026, 10, 30)


def blocker(leads: Leads) -> Blocker:
    return Blocker("‘A secret title’ lacks something.", "Look", leads)


def test_what_is_missing_is_one_sentence_without_a_word_of_the_content() -> None:
    found = [blocker(Leads.STANDARD)] * 3 + [blocker(Leads.MAP), blocker(Leads.CLAIM)]
    assert still_missing(found) == (
        "Still missing: evidence for 3 standards, standards at the level that the award asks for and 1 piece to finish."
    )
    assert still_missing([blocker(Leads.EVIDENCE)]) == (
        "Still missing: pieces of evidence or presentations that your cohort asks for."
    )
    assert still_missing([]) == "Nothing is missing: you can submit it."
