"""A year in half-terms without gaps."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tenants.coverage.rules.periods import halves_of
from tenants.schools.rules import HALF_TERMS, Span

YEAR = Span(date(2026, 9, 1), date(2027, 8, 31))
starts = st.dictionaries(st.sampled_from(HALF_TERMS), st.integers(-50, 420), max_size=6)


@given(starts)
def test_half_terms_cover_the_year_without_gaps_or_there_are_none(known: dict[str, int]) -> None:
    spans = {
        code: Span(day, day + timedelta(days=30))
        for code, after in known.items()
        for day in [YEAR.starts_on + timedelta(days=after)]
    }
    found = halves_of(YEAR, spans)
    inside = {code for code, span in spans.items() if YEAR.covers(span.starts_on)}
    assert {one.code for one in found} == inside
    if not found:
        return
    assert (found[0].begins, found[-1].ends) == (YEAR.starts_on, YEAR.ends_on)
    for one, following in pairwise(found):
        assert one.ends + timedelta(days=1) == following.begins


def test_a_year_whose_terms_have_no_dates_yet_has_no_half_terms() -> None:
    assert halves_of(YEAR, {}) == []
