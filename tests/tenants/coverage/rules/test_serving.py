from datetime import date, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from tenants.coverage.rules.periods import Period, halves_of
from tenants.coverage.rules.serving import Because, Mapped, Work, held, serves
from tenants.priorities.rules.states import Strength
from tenants.schools.nations import usual_half_terms
from tenants.schools.rules import HALF_TERMS, Span

LINE, OTHER = uuid4(), uuid4()
DAY = date(2027, 2, 8)
YEAR = Span(date(2026, 9, 1), date(2027, 8, 31))


def test_what_its_owner_names_is_all_that_a_piece_serves() -> None:
    mapping = [Mapped(LINE, 3, DAY, Strength.DRIVES)]
    assert serves(Work(DAY, frozenset({OTHER}), {3: 3}), [LINE, OTHER], mapping) == {OTHER: Because.NAMED}
    assert serves(Work(DAY, frozenset(), {3: 3}), [LINE], mapping) == {}


def test_else_the_mapping_of_its_day_says_so_from_support_on() -> None:
    begun, touched = (
        Mapped(LINE, 3, DAY, Strength.SUPPORTS),
        Mapped(LINE, 3, DAY + timedelta(days=30), Strength.TOUCHES),
    )
    for day, found in ((DAY, {LINE: Because.FOLLOWS}), (DAY - timedelta(days=1), {}), (touched.from_on, {})):
        assert serves(Work(day, None, {3: 2}), [LINE], [touched, begun]) == found


def test_an_event_serves_what_its_cohort_is_focused_on() -> None:
    event = Work(DAY, None, {}, event=True, focus=frozenset({OTHER}))
    assert serves(event, [LINE, OTHER], [Mapped(LINE, 3, DAY, Strength.DRIVES)]) == {OTHER: Because.FOLLOWS}


def test_none_ends_what_held_before() -> None:
    ended = Mapped(LINE, 3, DAY + timedelta(days=1), Strength.NONE)
    mapping = [ended, Mapped(LINE, 3, DAY, Strength.DRIVES)]
    assert held(mapping, DAY) == {(LINE, 3): Strength.DRIVES}
    assert held(mapping, ended.from_on) == {}


@given(st.integers(0, 364))
def test_every_day_of_a_year_lies_in_one_half_term(days: int) -> None:
    halves = halves_of(YEAR, usual_half_terms(2026))
    day = YEAR.starts_on + timedelta(days=days)
    assert [half.code for half in halves] == list(HALF_TERMS)
    assert sum(half.begins <= day <= half.ends for half in halves) == 1


def test_a_period_is_shown_as_of_its_last_day_or_of_today_while_it_runs() -> None:
    period = Period(YEAR.starts_on, YEAR.ends_on)
    assert period.shown_on(DAY) == DAY
    assert period.shown_on(date(2030, 1, 1)) == YEAR.ends_on
    assert period.shown_on(date(2020, 1, 1)) == YEAR.starts_on
