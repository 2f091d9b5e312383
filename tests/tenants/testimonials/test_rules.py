from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.testimonials import rules
from tenants.testimonials.rules import (
    BETWEEN_REMINDERS,
    MOST_REMINDERS,
    MOVES,
    WAITING,
    WAITS_AT_MOST,
    Asked,
    Said,
    State,
    may_correct,
    may_move,
    missing,
    no_reminder_because,
    refusal,
    reminder_due,
    request_problems,
    waits_until,
)

ASKED_ON = date(2026, 11, 2)
NOTHING = Asked(0, 0, frozenset(), 0, refused_for_good=False)


def test_every_state_is_reached_and_what_has_ended_moves_no_more() -> None:
    reached = {to for targets in MOVES.values() for to in targets}
    assert reached == set(State) - {State.ASKED}
    assert not any(may_move(one, to) for one in set(State) - WAITING for to in State)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (NOTHING, None),
        (Asked(0, 0, frozenset(), 0, refused_for_good=True), rules.NOT_AGAIN),
        (Asked(0, 0, frozenset({State.DECLINED}), 0, refused_for_good=False), rules.SAID_NO),
        (Asked(0, 0, frozenset({State.RECEIVED}), 0, refused_for_good=False), rules.ASKED_ALREADY),
        (Asked(0, 1, frozenset({State.OPENED}), 1, refused_for_good=False), rules.ASKED_ALREADY),
        (Asked(0, 0, frozenset({State.EXPIRED, State.WITHDRAWN}), 2, refused_for_good=False), None),
        (Asked(5, 5, frozenset(), 0, refused_for_good=False), rules.ENOUGH_TODAY),
        (Asked(4, 12, frozenset(), 0, refused_for_good=False), rules.ENOUGH_WAITING),
        (Asked(0, 0, frozenset(), 5, refused_for_good=False), rules.ASKED_OFTEN),
    ],
)
def test_whom_a_candidate_may_ask(asked: Asked, words: str | None) -> None:
    assert refusal(asked) == words


@pytest.mark.parametrize(
    "sly", ["Win at https://x.example", "see www.x.example", "go to prizes.com/now", "evil.co.uk", "ftp://x"]
)
def test_a_letter_that_a_candidate_causes_leads_nowhere_else(sly: str) -> None:
    assert request_problems("Ola Berg", sly) == {"message": rules.NO_ADDRESSES}
    assert request_problems(sly, "Would you?") == {"name": rules.NO_ADDRESSES}


def test_plain_words_are_taken() -> None:
    said = "Dear Ola, you saw the year 9 lessons (e.g. the one on pressure). Would you say what changed?"
    assert request_problems("Dr Ola Berg, B.Sc.", said) == {}


def test_what_a_testimonial_lacks_is_said_field_by_field() -> None:
    assert set(missing(Said("", " ", "", (), "\n"))) == {"name", "job", "knows", "body"}
    assert missing(Said("Ola", "Head", "We teach together", (), "She listens.")) == {}


days = st.integers(0, 200).map(lambda days: ASKED_ON + timedelta(days=days))


@given(st.lists(days, max_size=12))
def test_writing_never_shortens_the_time_and_nobody_waits_for_ever(saves: list[date]) -> None:
    until = first = ASKED_ON + rules.WAITS
    for today in sorted(saves):
        later = waits_until(ASKED_ON, today, until)
        assert later >= until
        until = later
    assert first <= until <= ASKED_ON + WAITS_AT_MOST


def test_two_reminders_come_by_themselves_and_no_more() -> None:
    reminded, last, sent = 0, None, []
    for number in range(90):
        today = ASKED_ON + timedelta(days=number)
        if reminder_due(asked_on=ASKED_ON, reminded=reminded, reminded_on=last, today=today):
            reminded, last = reminded + 1, today
            sent.append(number)
    assert sent == [7, 17]


@given(st.lists(st.tuples(days, st.booleans()), max_size=40))
def test_however_often_somebody_presses_reminders_are_few_and_far_between(presses) -> None:
    letters, reminded = [ASKED_ON], 0
    for today, pressed in sorted(presses):
        last = letters[-1] if reminded else None
        automatic = reminder_due(asked_on=ASKED_ON, reminded=reminded, reminded_on=last, today=today)
        refused = no_reminder_because(
            stopped=False, reminded=reminded, last_letter_on=letters[-1], today=today
        )
        if automatic or (pressed and refused is None):
            letters.append(today)
            reminded += 1
    assert reminded <= MOST_REMINDERS
    assert all(later - earlier >= BETWEEN_REMINDERS for earlier, later in pairwise(letters))


def test_what_was_sent_is_put_right_for_two_weeks_or_until_it_is_used() -> None:
    on = date(2026, 11, 2)
    assert may_correct(received_on=on, drawn=False, today=on + timedelta(days=14))
    assert not may_correct(received_on=on, drawn=False, today=on + timedelta(days=15))
    assert not may_correct(received_on=on, drawn=True, today=on)
