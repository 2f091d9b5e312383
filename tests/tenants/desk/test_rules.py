"""Stages, order and filters of the board."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.assessment.rules.attention import Concern
from tenants.assessment.rules.journey import Stop
from tenants.cohorts.rules import Attended, PlaceState, Presence, away_because
from tenants.desk.moves import in_words
from tenants.desk.rules import (
    NOBODY,
    STAGES,
    Asked,
    Building,
    Risk,
    Row,
    Sort,
    Stage,
    board,
    own_stage,
    stage,
)

EMPTY = Building(standards=10, audited=0, items=0, met=False)
APPROVED = PlaceState.APPROVED
ROW = Row(
    candidate_id=UUID(int=1),
    name="Ann Able",
    job=None,
    stage=Stage.GATHERING,
    levels={},
    quiet=3,
    concern=None,
    mentor_id=None,
    mentor=None,
    handed_in=None,
    attended=Attended(0, 0, 0),
    on_break=False,
    own=False,
)


@pytest.mark.parametrize(
    ("place", "stop", "built", "expected"),
    [
        (PlaceState.WAITING, None, EMPTY, Stage.WAITING),
        (PlaceState.INVITED, Stop.INVITED, EMPTY, Stage.INVITED),
        (PlaceState.WITHDRAWN, None, EMPTY, Stage.OUT),
        (APPROVED, Stop.BUILDING, EMPTY, Stage.SELF_AUDIT),
        (APPROVED, Stop.BUILDING, replace(EMPTY, audited=9), Stage.SELF_AUDIT),
        (APPROVED, Stop.BUILDING, replace(EMPTY, audited=10), Stage.GATHERING),
        (APPROVED, Stop.BUILDING, replace(EMPTY, items=1), Stage.GATHERING),
        (APPROVED, Stop.BUILDING, replace(EMPTY, items=9, met=True), Stage.READY),
        (APPROVED, Stop.WITH_HEAD, replace(EMPTY, met=True), Stage.WITH_HEAD),
        (APPROVED, Stop.ACCREDITED, EMPTY, Stage.ACCREDITED),
    ],
)
def test_the_stage_of_the_way(place, stop, built, expected) -> None:
    assert stage(place, stop, built) is expected


@given(st.sampled_from(PlaceState), st.sampled_from(list(Stop)))
def test_nobody_reads_of_themselves_how_far_they_were_judged(place: PlaceState, stop: Stop) -> None:
    assert own_stage(place) in (Stage.WAITING, Stage.INVITED, Stage.ACCEPTED, Stage.APPROVED, Stage.OUT)
    assert set(STAGES) == set(Stage)
    assert stage(APPROVED, stop, EMPTY) in set(Stage)


def rows() -> list[Row]:
    mentor = UUID(int=9)
    return [
        replace(ROW, candidate_id=UUID(int=1), name="cara", quiet=None),
        replace(ROW, candidate_id=UUID(int=2), name="Bo", quiet=9, concern=Concern(4, "Has no mentor yet.")),
        replace(ROW, candidate_id=UUID(int=3), name="Ann", quiet=0, concern=Concern(0, "Closed."), mentor_id=mentor,
                mentor="Mo"),
        replace(ROW, candidate_id=UUID(int=4), name="Zed", quiet=40, stage=Stage.OUT),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (Asked(), ["Ann", "Bo", "cara"]),
        (Asked(sort=Sort.NAME), ["Ann", "Bo", "cara"]),
        (Asked(sort=Sort.ACTIVITY), ["Bo", "Ann", "cara"]),
        (Asked(risk=Risk.NOW), ["Ann"]),
        (Asked(risk=Risk.SOON), ["Bo"]),
        (Asked(mentor=NOBODY), ["Bo", "cara"]),
        (Asked(mentor=str(UUID(int=9))), ["Ann"]),
        (Asked(name="CAR"), ["cara"]),
        (Asked(stage=Stage.OUT), ["Zed"]),
        (Asked(name="Zed"), []),
    ],
)
def test_who_is_shown_in_which_order(asked: Asked, names: list[str]) -> None:
    assert [one.name for one in board(rows(), asked).shown] == names


def test_counts_are_of_everybody_who_takes_part() -> None:
    found = board(rows(), Asked(name="nobody of that name"))
    assert found.stages == {Stage.GATHERING: 3, Stage.OUT: 1}
    assert found.risks == {Risk.NOW: 1, Risk.SOON: 1, Risk.NONE: 1}
    assert found.mentors == [(str(UUID(int=9)), "Mo", 1), (NOBODY, "Nobody", 2)]


def test_names_in_words() -> None:
    told = [in_words([str(one) for one in range(many)], most=2) for many in range(1, 5)]
    assert told == ["0", "0 and 1", "0, 1 and 1 other", "0, 1 and 2 others"]


def test_who_is_expected_on_a_day() -> None:
    monday, later = date(2027, 1, 18), date(2027, 1, 25)
    assert away_because(monday, later, None, None) == "joined later"
    assert away_because(later, monday, monday, later) == "on a break"
    assert away_because(later, later, None, None) is None
    assert [one.minutes(75) for one in Presence] == [75, 37, 0, 0]
