from datetime import UTC, date, datetime, timedelta

import pytest

from tenants.base import clock
from tenants.base.errors import Refused
from tenants.portfolios.rules.window import Window
from tests.factories.submissions import hand_in, make_head, make_ready

WINDOW = Window(date(2027, 5, 10), date(2027, 5, 28))


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2027, 5, 9), "opens on 10 May 2027"),
        (date(2027, 5, 10), None),
        (date(2027, 5, 28), None),
        (date(2027, 5, 29), "closed on 28 May 2027"),
    ],
)
def test_both_days_of_a_window_belong_to_it(today, words) -> None:
    closed = WINDOW.closed_because(today)
    assert words in closed if words else closed is None


def test_a_window_is_never_shortened() -> None:
    assert WINDOW.open_until_at_least(date(2027, 5, 1)) == WINDOW
    assert WINDOW.open_until_at_least(date(2027, 6, 11)).closes_on == date(2027, 6, 11)


@pytest.mark.usefixtures("real_clock")
@pytest.mark.parametrize(
    ("day", "moment", "taken"),
    [
        # The clocks go forward on 28 March 2027: the day ends at 23:00 UTC.
        (date(2027, 3, 28), datetime(2027, 3, 28, 0, 0, tzinfo=UTC), True),
        (date(2027, 3, 28), datetime(2027, 3, 27, 23, 59, tzinfo=UTC), False),
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, 58, tzinfo=UTC), True),
        (date(2027, 3, 28), datetime(2027, 3, 28, 23, 1, tzinfo=UTC), False),
        # They go back on 31 October 2027: the day begins at 23:00 UTC and ends at midnight UTC.
        (date(2027, 10, 31), datetime(2027, 10, 30, 22, 58, tzinfo=UTC), False),
        (date(2027, 10, 31), datetime(2027, 10, 30, 23, 1, tzinfo=UTC), True),
        (date(2027, 10, 31), datetime(2027, 10, 31, 23, 58, tzinfo=UTC), True),
        (date(2027, 10, 31), datetime(2027, 11, 1, 0, 1, tzinfo=UTC), False),
    ],
)
def test_a_window_of_one_day_is_that_day_on_the_schools_clock(session, day, moment, taken) -> None:
    clock.move_by(moment - datetime.now(UTC))
    make_head(session)
    place = make_ready(session, starts_on=day - timedelta(days=60), window_opens_on=day, window_closes_on=day)
    if taken:
        assert hand_in(session, place).receipt
    else:
        with pytest.raises(Refused, match="submission window"):
            hand_in(session, place)
