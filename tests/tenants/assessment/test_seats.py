from itertools import product

import pytest

from tenants.assessment.rules.seats import (
    LEFT,
    AssignmentState,
    Stage,
    free_seats,
    may_move,
    stage,
    taken,
)

OFFERED, ACCEPTED, LOCKED = AssignmentState.OFFERED, AssignmentState.ACCEPTED, AssignmentState.LOCKED


def test_what_is_locked_or_left_never_moves_again() -> None:
    for state, to in product([LOCKED, *LEFT], AssignmentState):
        assert not may_move(state.value, to)


def test_nobody_locks_without_having_accepted() -> None:
    assert [state for state in AssignmentState if may_move(state.value, LOCKED)] == [ACCEPTED]


def test_a_seat_that_was_left_is_free_again() -> None:
    held = taken([(1, "declined"), (1, "accepted"), (2, "withdrawn")])
    assert held == {1: ACCEPTED}
    assert free_seats(held) == [2]


def test_the_third_seat_opens_only_beside_two_locked_ones() -> None:
    assert free_seats({1: LOCKED, 2: ACCEPTED}) == []
    assert free_seats({1: LOCKED, 2: LOCKED}) == [3]
    assert free_seats({1: LOCKED, 2: LOCKED, 3: OFFERED}) == []


@pytest.mark.parametrize(
    ("held", "decided", "released", "expected"),
    [
        ({}, False, False, Stage.CHOOSE),
        ({1: ACCEPTED}, False, False, Stage.CHOOSE),
        ({1: ACCEPTED, 2: OFFERED}, False, False, Stage.ANSWERS),
        ({1: LOCKED, 2: ACCEPTED}, False, False, Stage.ASSESSING),
        ({1: LOCKED, 2: LOCKED}, False, False, Stage.DIFFER),
        ({1: LOCKED, 2: LOCKED, 3: ACCEPTED}, False, False, Stage.THIRD),
        ({1: LOCKED, 2: LOCKED}, True, False, Stage.DECIDED),
        ({1: LOCKED, 2: LOCKED}, True, True, Stage.RELEASED),
    ],
)
def test_a_submission_is_at_one_stage(held: dict, decided: bool, released: bool, expected: Stage) -> None:
    assert stage(held, decided=decided, released=released) is expected
