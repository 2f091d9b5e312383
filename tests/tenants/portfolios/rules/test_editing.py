from datetime import UTC, date, datetime, timedelta

import pytest

from tenants.portfolios.rules.editing import VERSION_EVERY, closed_because, leaves_version
from tenants.portfolios.rules.states import SubmissionState

OPEN = {
    "approved": True,
    "ended": False,
    "cohort_open": True,
    "starts_on": date(2026, 9, 14),
    "submission": None,
    "today": date(2026, 11, 23),
}
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_an_approved_place_in_an_open_cohort_that_has_begun_can_be_worked_on() -> None:
    assert closed_because(**OPEN) is None


@pytest.mark.parametrize(
    ("fact", "word"),
    [
        ({"approved": False}, "approved"),
        ({"approved": False, "ended": True}, "ended"),
        ({"cohort_open": False}, "closed"),
        ({"today": date(2026, 9, 13)}, "14 September 2026"),
        ({"submission": SubmissionState.SUBMITTED}, "submitted"),
        ({"submission": SubmissionState.ENDORSED}, "submitted"),
        ({"submission": SubmissionState.DECIDED}, "submitted"),
    ],
)
def test_each_reason_for_a_closed_portfolio_is_said_in_words(fact: dict[str, object], word: str) -> None:
    assert word in (closed_because(**(OPEN | fact)) or "")


@pytest.mark.parametrize("state", [SubmissionState.RETURNED, SubmissionState.RELEASED])
def test_a_portfolio_that_came_back_can_be_worked_on_again(state: SubmissionState) -> None:
    assert closed_because(**(OPEN | {"submission": state})) is None


def test_it_opens_on_the_day_the_cohort_starts() -> None:
    assert closed_because(**(OPEN | {"today": OPEN["starts_on"]})) is None


def test_the_button_always_keeps_a_version_and_writing_one_every_ten_minutes() -> None:
    assert leaves_version(finished=True, last_kept=NOW, now=NOW)
    assert leaves_version(finished=False, last_kept=None, now=NOW)
    assert not leaves_version(finished=False, last_kept=NOW, now=NOW + VERSION_EVERY - timedelta(seconds=1))
    assert leaves_version(finished=False, last_kept=NOW, now=NOW + VERSION_EVERY)
