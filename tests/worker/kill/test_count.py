"""The count of the kill test finds what it is there to find."""

from collections import Counter
from dataclasses import replace
from uuid import UUID, uuid4

from tests.worker.kill.count import Effects, excuses
from tests.worker.kill.journal import Line
from tests.worker.kill.messages import File, Letter, Row
from tests.worker.kill.report import RandomKills

ROW, FILE, LETTER = uuid4(), uuid4(), uuid4()


def found(rows: list[UUID], files: list[UUID], letters: list[UUID], excused: list[UUID]) -> RandomKills:
    return RandomKills(
        jobs={ROW: Row, FILE: File, LETTER: Letter},
        effects=Effects(Counter(rows), Counter(files), Counter(letters)),
        excuses=Counter(excused),
        victims=Counter(),
        moments=Counter(),
        seconds=1,
    )


GOOD = found([ROW, FILE], [FILE], [LETTER], [])


def test_a_good_run_has_no_fault() -> None:
    assert (GOOD.lost(), GOOD.strangers(), GOOD.twice(Row), GOOD.without_excuse()) == ([], set(), [], [])


def test_each_lost_effect_is_found() -> None:
    assert found([], [], [], []).lost() == [ROW, FILE, LETTER]
    assert found([ROW], [FILE], [LETTER], []).lost() == [FILE]


def test_rows_written_twice_are_found() -> None:
    assert found([ROW, FILE, FILE], [FILE], [LETTER], []).twice(Row) == [FILE]


def test_a_letter_sent_twice_needs_a_run_that_was_killed_at_the_right_moment() -> None:
    twice = found([ROW, FILE], [FILE], [LETTER, LETTER], [])
    assert twice.without_excuse() == [LETTER]
    assert replace(twice, excuses=Counter([LETTER])).without_excuse() == []


def test_an_effect_that_nobody_asked_for_is_found() -> None:
    stranger = uuid4()
    assert found([ROW, FILE], [FILE], [LETTER, stranger], []).strangers() == {stranger}


def test_only_a_killed_run_between_effect_and_commit_is_an_excuse() -> None:
    killed, lived, committed, early = 1, 2, 3, 4
    lines = [
        Line(1.0, killed, LETTER, "effect begun"),
        Line(1.0, lived, LETTER, "effect begun"),
        Line(1.0, committed, LETTER, "effect begun"),
        Line(2.0, committed, LETTER, "committed"),
        Line(1.0, early, LETTER, "after claim"),
    ]
    assert excuses(lines, {killed, committed, early}) == Counter([LETTER])
