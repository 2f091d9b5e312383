from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.assessment.rules.eligibility import (
    Assessor,
    Line,
    LineFault,
    Matter,
    obstacles,
    suggested,
)
from tenants.assessment.rules.seats import AssignmentState
from tenants.base.ids import new_id

CANDIDATE, MANAGER, HEAD, OTHER = (new_id() for _ in range(4))
DUE = date(2027, 3, 1)
MATTER = Matter(CANDIDATE, "Ada Reed", MANAGER, frozenset(), {}, {}, DUE)
ABLE = Assessor(
    staff_id=OTHER,
    name="Tom Hale",
    detail="",
    manager_id=HEAD,
    line_fault=None,
    active=True,
    assesses=True,
    has_status=True,
    guest_until=None,
    load=0,
    judged=2,
)
GUEST = replace(ABLE, guest_until=date(2027, 3, 15), manager_id=None, assesses=False, has_status=False)


def test_a_trained_colleague_without_ties_can_assess() -> None:
    assert obstacles(ABLE, MATTER) == []


def test_a_guest_needs_neither_role_nor_status_nor_manager_here() -> None:
    assert obstacles(replace(GUEST, line_fault=LineFault.MISSING), MATTER) == []


@pytest.mark.parametrize(
    ("changed", "matter", "words"),
    [
        ({"staff_id": CANDIDATE}, {}, "it is their own portfolio"),
        ({"staff_id": MANAGER}, {}, "is Ada Reed's line manager"),
        ({"manager_id": CANDIDATE}, {}, "has Ada Reed as line manager"),
        ({}, {"mentors": frozenset({OTHER})}, "is or was Ada Reed's mentor"),
        ({}, {"witnesses": frozenset({OTHER})}, "wrote a testimonial for Ada Reed"),
        ({}, {"fellows": frozenset({OTHER})}, "is or was in a group with Ada Reed"),
        ({}, {"interests": {OTHER: "They are cousins."}}, "declared an interest: They are cousins."),
        ({"active": False}, {}, "is no longer active at the school"),
        ({"assesses": False}, {}, "does not hold the assessor role"),
        ({"has_status": False}, {}, "has no current, confirmed Lead Practitioner status"),
        ({"line_fault": LineFault.MISSING}, {}, "no line manager is recorded"),
        ({}, {"seats": {OTHER: AssignmentState.ACCEPTED}}, "is assessing it already"),
        ({}, {"seats": {OTHER: AssignmentState.DECLINED}}, "was asked, and declined"),
        (
            {"guest_until": date(2027, 2, 28)},
            {},
            "has guest access that ends before the work is due",
        ),
    ],
)
def test_each_tie_is_refused_with_its_reason_in_words(changed: dict, matter: dict, words: str) -> None:
    assert obstacles(replace(ABLE, **changed), replace(MATTER, **matter)) == [words]


def test_every_reason_is_told_not_only_the_first() -> None:
    one = replace(ABLE, staff_id=MANAGER, assesses=False, has_status=False)
    assert len(obstacles(one, MATTER)) == 3


def test_a_line_of_managers_is_sound_up_to_a_head() -> None:
    line = Line({CANDIDATE: MANAGER, MANAGER: HEAD, HEAD: None}, frozenset({HEAD}))
    assert [line.fault(one) for one in (CANDIDATE, MANAGER, HEAD)] == [None, None, None]


def test_missing_unknown_and_circular_managers_are_told_apart() -> None:
    line = Line({CANDIDATE: None, MANAGER: OTHER, HEAD: HEAD}, frozenset())
    assert line.fault(CANDIDATE) is LineFault.MISSING
    assert line.fault(MANAGER) is LineFault.UNKNOWN
    assert line.fault(HEAD) is LineFault.LOOP


def test_a_circle_higher_up_is_found_too() -> None:
    line = Line({CANDIDATE: MANAGER, MANAGER: HEAD, HEAD: MANAGER}, frozenset())
    assert line.fault(CANDIDATE) is LineFault.LOOP


people = st.lists(
    st.builds(
        replace,
        st.just(ABLE),
        staff_id=st.uuids(),
        name=st.text(min_size=1, max_size=5),
        load=st.integers(0, 5),
        judged=st.integers(0, 2),
    ),
    max_size=8,
    unique_by=lambda one: one.staff_id,
)


@given(people, st.integers(1, 2), st.booleans())
def test_a_suggestion_names_as_many_as_there_are_and_nobody_twice(
    eligible: list[Assessor], seats: int, beside: bool
) -> None:
    chosen = suggested(eligible, seats, beside_first_timer=beside)
    assert len(set(chosen)) == len(chosen) == min(seats, len(eligible))


@given(people)
def test_two_first_timers_are_suggested_only_when_nobody_else_is_free(eligible: list[Assessor]) -> None:
    by_id: dict[UUID, Assessor] = {one.staff_id: one for one in eligible}
    chosen = [by_id[one] for one in suggested(eligible, 2)]
    if len(chosen) == 2 and all(one.first_time for one in chosen):
        assert all(one.first_time for one in eligible)


@given(people)
def test_the_first_suggested_has_the_least_to_do(eligible: list[Assessor]) -> None:
    if eligible:
        least = min(one.load for one in eligible)
        first = suggested(eligible, 1)[0]
        assert next(one for one in eligible if one.staff_id == first).load == least


def test_a_manager_whom_nobody_here_knows_has_to_be_settled() -> None:
    line = Line({CANDIDATE: HEAD, HEAD: None}, frozenset({HEAD}), unsettled=frozenset({CANDIDATE}))
    assert line.fault(CANDIDATE) is LineFault.UNKNOWN
    assert line.fault(HEAD) is None
