from dataclasses import replace
from datetime import date, timedelta

import pytest

from tenants.assessment.rules.attention import Facts, concern, concerns
from tenants.assessment.rules.figures import Completion, weekly, weeks_taken
from tenants.assessment.rules.journey import Stop
from tenants.mentoring.rules.help import Between

TODAY = date(2026, 11, 26)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


AT_WORK = Facts(
    stop=Stop.BUILDING,
    asked_on=ago(60),
    began_on=ago(50),
    last_worked_on=ago(3),
    closes_on=TODAY + timedelta(days=90),
    resubmit_by=None,
    mentored=True,
    begun=True,
    short=4,
    bare=2,
)


def test_who_worked_on_it_lately_is_left_in_peace() -> None:
    assert concern(AT_WORK, TODAY) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"last_worked_on": ago(35)}, "Last worked on it 5 weeks ago."),
        ({"begun": False, "last_worked_on": None}, "Began 7 weeks ago, and has written nothing yet."),
        ({"mentored": False}, "Has no mentor yet."),
        ({"closes_on": TODAY + timedelta(days=1)}, "closes tomorrow, and 2 standards have no evidence yet."),
        (
            {"closes_on": TODAY, "bare": 0, "short": 1},
            "closes today, and 1 more standard needs to reach further.",
        ),
        ({"closes_on": ago(2)}, "closed 2 days ago, and nothing was handed in."),
        ({"stop": Stop.INVITED, "asked_on": ago(8)}, "Invited 8 days ago, and has not answered."),
        ({"stop": Stop.ACCEPTED}, "waits for a headteacher to approve"),
        ({"stop": Stop.WITH_HEAD, "asked_on": ago(6)}, "Handed in 6 days ago"),
        ({"stop": Stop.MORE_NEEDED, "resubmit_by": TODAY}, "More evidence is needed by 26 November 2026."),
    ],
)
def test_who_needs_a_hand_is_told_with_the_reason(change, words) -> None:
    found = concern(replace(AT_WORK, **change), TODAY)
    assert found
    assert words in found.why


def test_a_window_that_closes_comes_before_silence() -> None:
    closing = concern(replace(AT_WORK, closes_on=TODAY), TODAY)
    quiet = concern(replace(AT_WORK, last_worked_on=ago(40)), TODAY)
    assert (closing.rank, quiet.rank) == (1, 3)


@pytest.mark.parametrize(
    ("between", "words"),
    [
        (Between(last_met_on=ago(41)), []),
        (Between(last_met_on=ago(42)), ["You last met 6 weeks ago."]),
        (Between(), ["You have noted no meeting yet."]),
        (Between(last_met_on=ago(1), answered_on=ago(2)), []),
        (Between(last_met_on=ago(1), answered_on=ago(5)), ["Answered your comment 5 days ago."]),
        (
            Between(overdue=1, overdue_since=ago(1), last_met_on=ago(1)),
            ["Something you agreed on is overdue, since 25 November 2026."],
        ),
        (
            Between(overdue=2, overdue_since=ago(26), answered_on=ago(3), last_met_on=ago(50)),
            [
                "Answered your comment 3 days ago.",
                "2 things you agreed on are overdue, since 31 October 2026.",
                "You last met 7 weeks ago.",
            ],
        ),
    ],
)
def test_a_mentor_is_told_of_time_answers_and_what_is_overdue(between, words) -> None:
    found = concerns(replace(AT_WORK, between=between), TODAY)
    assert [one.why for one in found] == words
    assert concern(AT_WORK, TODAY) is None


def test_a_mentor_is_told_all_that_presses_the_most_pressing_first() -> None:
    facts = replace(AT_WORK, closes_on=TODAY, last_worked_on=ago(40), between=Between(last_met_on=ago(60)))
    assert [one.rank for one in concerns(facts, TODAY)] == [1, 3, 4]


def test_completion_is_of_those_who_began() -> None:
    assert Completion(1, 3).percent == 33
    assert Completion(0, 0).percent is None


def test_the_time_is_the_middle_of_all_ways() -> None:
    ways = [(ago(70), TODAY), (ago(140), TODAY), (ago(700), TODAY)]
    assert weeks_taken(ways) == 20
    assert weeks_taken([]) is None


def test_weeks_begin_on_monday_and_this_one_is_the_last() -> None:
    found = weekly([TODAY, date(2026, 11, 23), date(2026, 11, 22), ago(400)], TODAY)
    assert found[-2:] == [(date(2026, 11, 16), 1), (date(2026, 11, 23), 2)]
    assert len(found) == 12
