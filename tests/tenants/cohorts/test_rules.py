from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.cohorts.rules import (
    HOLDING,
    MOVES,
    Dates,
    PlaceState,
    may_move,
    window_name,
    wrong_dates,
)

YEAR = (date(2026, 9, 1), date(2027, 8, 31))


def test_a_window_that_closes_before_it_opens_is_refused() -> None:
    wrong = Dates(date(2026, 9, 9), date(2027, 5, 20), date(2027, 5, 19))
    assert set(wrong_dates(wrong, YEAR)) == {"window_closes_on"}


def test_a_window_may_close_the_day_it_opens_and_after_the_year() -> None:
    assert wrong_dates(Dates(date(2026, 9, 9), date(2027, 9, 2), date(2027, 9, 2)), YEAR) == {}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 3, 31), "Spring 2027"),
        (date(2027, 5, 28), "Summer 2027"),
        (date(2027, 11, 1), "Autumn 2027"),
    ],
)
def test_a_window_is_named_after_its_term(day: date, name: str) -> None:
    assert window_name(day) == name


def test_nobody_is_approved_who_did_not_accept() -> None:
    assert [state for state in PlaceState if may_move(state, PlaceState.APPROVED)] == [PlaceState.ACCEPTED]


@given(st.lists(st.sampled_from(PlaceState), max_size=20))
def test_a_place_that_ended_comes_back_only_by_an_invitation_or_by_waiting(
    wanted: list[PlaceState],
) -> None:
    state, held = PlaceState.INVITED, True
    for to in wanted:
        if not may_move(state, to):
            continue
        if not held:
            assert to in (PlaceState.INVITED, PlaceState.WAITING)
        state, held = to, to in (*HOLDING, PlaceState.WAITING)


def test_every_state_has_its_row_in_the_table_of_moves() -> None:
    assert set(MOVES) == set(PlaceState)
