"""The rules of messages and nudges, over many cases."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.assessment.rules.attention import Facts, concerns
from tenants.assessment.rules.journey import Stop
from tenants.messages.rules.messages import (
    HOURS,
    MOST_BY_ONE,
    MOST_HERE,
    MOVES,
    Part,
    Sent,
    State,
    goes_at,
    open_gaps,
    time_problems,
    too_many,
)
from tenants.messages.rules.nudges import READY, Behind, Nudgeable, rested, why_not
from tenants.messages.rules.reading import Sender, lines, reading
from tenants.programmes.rules.gaps import FILLED, filled
from worker.mail import Mail, wording

TODAY = date(2027, 3, 3)
DAYS = st.dates(date(2026, 9, 1), date(2027, 8, 31))
UNSAID = ("outcome", "accredited", "referred", "assess", "more evidence", "endorse", "headteacher")


@given(
    stop=st.sampled_from(Stop),
    asked=DAYS,
    began=st.none() | DAYS,
    worked=st.none() | DAYS,
    closes=DAYS,
    resubmit=st.none() | DAYS,
    mentored=st.booleans(),
    begun=st.booleans(),
)
def test_people_are_nudged_only_for_what_they_can_do_and_see_themselves(
    stop, asked, began, worked, closes, resubmit, mentored, begun
) -> None:
    facts = Facts(stop, asked, began, worked, closes, resubmit, mentored, begun, short=2, bare=1)
    for one in concerns(facts, TODAY):
        if stop not in (Stop.INVITED, Stop.BUILDING):
            assert one.behind is None
        if one.behind is Behind.CLOSED:
            assert closes < TODAY
        if one.behind is Behind.QUIET:
            assert worked is not None
        if one.behind is Behind.NOT_BEGUN:
            assert not begun


def test_every_reason_has_words_that_are_whole_once_filled_in_and_say_no_outcome() -> None:
    known = dict.fromkeys(FILLED, "x")
    for behind in Behind:
        words = READY[behind]
        said = filled(words.subject, known) + filled(words.text, known)
        assert "{" not in said
        assert not [one for one in UNSAID if one in said.lower()]


@given(
    themselves=st.booleans(),
    on_break=st.booleans(),
    behind=st.none() | st.sampled_from(Behind),
    ago=st.none() | st.integers(0, 30),
)
def test_nobody_is_nudged_on_a_break_or_twice_a_week_or_for_nothing(
    themselves, on_break, behind, ago
) -> None:
    last_on = None if ago is None else TODAY - timedelta(days=ago)
    free = why_not(Nudgeable(themselves, on_break, behind, last_on), TODAY) is None
    assert free == (not themselves and not on_break and behind is not None and (ago is None or ago >= 7))


@given(last=DAYS, days=st.integers(0, 400))
def test_once_rested_always_rested(last, days) -> None:
    if rested(last, last + timedelta(days=days)):
        assert rested(last, last + timedelta(days=days + 1))


@given(st.lists(st.sampled_from(State), max_size=6))
def test_what_was_sent_moves_no_more(steps) -> None:
    state, was_sent = State.DRAFT, False
    for step in steps:
        if step in MOVES[state]:
            assert not was_sent
            state = step
        was_sent = state is State.SENT


def test_limits_are_those_of_a_person_and_of_a_school() -> None:
    for by_one, here in product((0, MOST_BY_ONE - 1, MOST_BY_ONE), (0, MOST_HERE - 1, MOST_HERE)):
        assert bool(too_many(Sent(by_one, here))) == (by_one >= MOST_BY_ONE or here >= MOST_HERE)


@given(day=DAYS, hour=st.sampled_from(HOURS), at=st.datetimes(datetime(2026, 9, 1), datetime(2027, 8, 31)))
def test_an_hour_is_taken_on_a_school_day_that_is_still_to_come(day, hour, at) -> None:
    now = at.replace(tzinfo=UTC)
    taken = not time_problems(day, hour, now, lambda one: one.weekday() < 5)
    if taken:
        assert day.weekday() < 5
        assert now < goes_at(day, hour)
        assert goes_at(day, hour).hour == hour


@pytest.mark.parametrize(
    "day", [date(2027, 3, 26), date(2027, 3, 29), date(2026, 10, 23), date(2026, 10, 26)]
)
def test_eight_is_eight_on_the_wall_before_and_after_a_clock_change(day) -> None:
    assert goes_at(day, 8).strftime("%H:%M") == "08:00"


def test_gaps_are_named_once_and_what_is_filled_in_is_none() -> None:
    text = "Hello {name}, ask {who to ask} or {who to ask} in {…} by {window closes}. {unknown"
    assert open_gaps("{cohort}", text) == ["who to ask", "…"]


TEXTS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=400)


@given(
    subject=TEXTS.filter(str.strip),
    text=TEXTS,
    name=st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=40),
)
def test_the_letter_says_what_the_preview_shows_and_grows_no_second_button(subject, text, name) -> None:
    read = reading(subject, text, Sender(name, "a@school.example"), Part.CANDIDATE, "Autumn cohort")
    facts = {
        "subject": read.subject,
        "lines": read.lines,
        "button": "Read it",
        "about": read.about,
        "name": "Ada",
    }
    title, paragraphs = wording(Mail("b@school.example", "Ada", "Ash Vale", "cohort_message", facts))
    squeezed = " ".join(read.about.split())
    assert title.split() == read.subject.split()
    assert paragraphs == [*read.lines, "--- Read it", squeezed]


def test_each_line_is_a_paragraph() -> None:
    assert lines("Hello,\n\n- one\n- two\n--- Press here\n-- \nAda\n") == [
        "Hello,",
        "- one",
        "- two",
        "– Press here",
        "–",
        "Ada",
    ]
