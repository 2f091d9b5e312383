import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.coverage.rules.costs import Completion, Spent, cost_problems, pence_typed, pounds


@given(st.integers(1, 10**12))
def test_an_amount_is_read_as_it_is_written(pence: int) -> None:
    assert pence_typed(pounds(pence)) == pence


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("1,250", 125_000),
        ("£ 99.5", 9_950),
        ("0.01", 1),
        ("-3", None),
        ("a lot", None),
        ("1.234", None),
        ("", None),
    ],
)
def test_what_is_an_amount(typed: str, pence: int | None) -> None:
    assert pence_typed(typed) == pence


def test_a_cost_needs_words_and_an_amount_of_at_least_a_penny() -> None:
    assert set(cost_problems("", 0)) == {"what", "amount"}
    assert cost_problems("Cover", 1) == {}


def test_nobody_costs_nothing_that_can_be_said() -> None:
    assert Spent(100, 0, 0).each_candidate is None
    assert Spent(1000, 3, 2).each_candidate == 333
    assert Completion(0, 0).percent is None
    assert Completion(2, 3).percent == 67
