from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.mentoring.rules import agreed, log

TODAY = date(2026, 11, 26)


@given(st.lists(st.integers(1, log.LONGEST)))
def test_time_spent_says_all_minutes(minutes: list[int]) -> None:
    words = log.time_spent(minutes).split()
    told = {
        unit.rstrip("s"): int(many)
        for many, unit in zip(words[::2], words[1::2], strict=False)
        if many.isdecimal()
    }
    assert 60 * told.get("hour", 0) + told.get("minute", 0) == sum(minutes)


def test_time_spent_in_words() -> None:
    assert [log.time_spent(one) for one in ([], [1], [60], [61, 74])] == [
        "no time yet",
        "1 minute",
        "1 hour",
        "2 hours 15 minutes",
    ]


@pytest.mark.parametrize(
    ("met_on", "minutes", "wrong"),
    [
        (TODAY, 40, set()),
        (TODAY + timedelta(days=1), 40, {"met_on"}),
        (date(1026, 11, 1), 40, {"met_on"}),
        (None, None, {"met_on", "minutes"}),
        (TODAY, 0, {"minutes"}),
        (TODAY, 481, {"minutes"}),
    ],
)
def test_a_meeting_was_and_took_some_time(met_on, minutes, wrong) -> None:
    assert set(log.problems(met_on, minutes, TODAY)) == wrong


def test_a_day_that_passed_may_stay_and_not_be_chosen() -> None:
    past = TODAY - timedelta(days=3)
    assert agreed.problems("Ask them", past, TODAY, moved=False) == {}
    assert set(agreed.problems("Ask them", past, TODAY, moved=True)) == {"due_on"}
    assert set(agreed.problems(" ", None, TODAY, moved=True)) == {"words", "due_on"}
    assert set(agreed.problems("Ask", TODAY + timedelta(days=4000), TODAY, moved=True)) == {"due_on"}
