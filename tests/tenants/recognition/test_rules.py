from datetime import date, timedelta

import pytest

from tenants.awards.rules import AwardState
from tenants.recognition.rules import Told, code_problem, same_name, told_problems

TODAY = date(2027, 3, 1)
DAY = timedelta(days=1)


def told(**values) -> Told:
    given = {"awarded_on": TODAY - 300 * DAY, "expires_on": TODAY + 700 * DAY}
    return Told("A trust", "Lead Practitioner", "A-1", **(given | values))


def test_an_award_with_its_proof_may_be_claimed() -> None:
    assert told_problems(told(), TODAY, proven=True) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"awarded_on": TODAY + DAY}, "awarded_on"),
        ({"expires_on": TODAY - 301 * DAY}, "expires_on"),
        ({"expires_on": TODAY - DAY}, "expires_on"),
        ({"link": "javascript:alert(1)"}, "link"),
    ],
)
def test_what_cannot_be_so_is_said_beside_its_field(changes, field: str) -> None:
    assert list(told_problems(told(**changes), TODAY, proven=True)) == [field]


def test_the_last_day_still_counts() -> None:
    assert told_problems(told(expires_on=TODAY), TODAY, proven=True) == {}


def test_without_a_proof_it_is_only_a_word() -> None:
    assert list(told_problems(told(), TODAY, proven=False)) == ["file"]


@pytest.mark.parametrize("state", [one for one in AwardState if one is not AwardState.CURRENT])
def test_only_a_current_award_can_be_attached(state: AwardState) -> None:
    assert state.value in (code_problem(state, ours=False) or "")


def test_an_award_of_this_school_counts_already() -> None:
    assert code_problem(AwardState.CURRENT, ours=True)
    assert code_problem(AwardState.CURRENT, ours=False) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Lovelace", "ada  LOVELACE", True),
        ("Ada Lovelace", "Ada King", False),
        ("Straße", "STRASSE", True),
    ],
)
def test_names_are_compared_as_people_would(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
