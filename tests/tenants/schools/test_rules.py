from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.schools.nations import usual_half_terms, usual_year
from tenants.schools.rules import (
    HALVES,
    Span,
    Term,
    particulars_problems,
    slug_problem,
    term_problems,
    year_problems,
    year_to_plan,
)

YEARS = st.integers(2020, 2060)
YEAR = usual_year(2026)
USUAL = usual_half_terms(2026)


def halves(term: Term) -> tuple[Span, Span]:
    first, second = HALVES[term]
    return USUAL[first], USUAL[second]


def others(term: Term) -> dict[str, Span]:
    return {code: span for code, span in USUAL.items() if code not in HALVES[term]}


@given(YEARS, st.sampled_from(Term))
def test_the_dates_we_fill_in_could_be_kept_as_they_are(begins: int, term: Term) -> None:
    spans = usual_half_terms(begins)
    first, second = (spans[code] for code in HALVES[term])
    rest = {code: span for code, span in spans.items() if code not in HALVES[term]}
    assert term_problems(usual_year(begins), term, (first, second), rest) == {}
    assert year_problems(usual_year(begins), spans, []) == {}


@given(YEARS)
def test_the_dates_we_fill_in_are_weekdays(begins: int) -> None:
    days = [day for span in usual_half_terms(begins).values() for day in (span.starts_on, span.ends_on)]
    assert all(day.weekday() < 5 for day in days)


def test_the_dates_we_fill_in_for_a_known_year_look_right() -> None:
    assert USUAL["A1"] == Span(date(2026, 9, 2), date(2026, 10, 23))
    assert USUAL["Sp1"] == Span(date(2027, 1, 4), date(2027, 2, 12))
    assert USUAL["Su2"].starts_on == date(2027, 6, 7)


def test_from_july_on_a_school_plans_the_year_to_come() -> None:
    assert year_to_plan(date(2027, 6, 30)) == 2026
    assert year_to_plan(date(2027, 7, 1)) == 2027


def test_a_term_outside_the_year_is_refused_by_its_date() -> None:
    first, second = halves(Term.AUTUMN)
    early = Span(YEAR.starts_on - timedelta(days=1), first.ends_on)
    assert list(term_problems(YEAR, Term.AUTUMN, (early, second), {})) == ["first_starts"]


@pytest.mark.parametrize(
    ("edge", "first", "second"),
    [
        ("first_ends", (20, 10), (30, 40)),
        ("second_starts", (10, 20), (20, 40)),
        ("second_ends", (10, 20), (30, 30)),
    ],
)
def test_dates_of_a_term_must_be_in_order(edge: str, first: tuple[int, int], second: tuple[int, int]) -> None:
    spans = [Span(*(YEAR.starts_on + timedelta(days=day) for day in days)) for days in (first, second)]
    assert list(term_problems(YEAR, Term.AUTUMN, (spans[0], spans[1]), {})) == [edge]


def test_terms_may_not_overlap() -> None:
    first, second = halves(Term.SPRING)
    early = Span(USUAL["A2"].ends_on, first.ends_on)
    late = Span(second.starts_on, USUAL["Su1"].starts_on)
    assert (
        "Autumn 2" in term_problems(YEAR, Term.SPRING, (early, second), others(Term.SPRING))["first_starts"]
    )
    assert "Summer 1" in term_problems(YEAR, Term.SPRING, (first, late), others(Term.SPRING))["second_ends"]


@pytest.mark.parametrize(
    ("year", "field"),
    [
        (Span(date(2027, 8, 31), date(2026, 9, 1)), "ends_on"),
        (Span(date(2026, 9, 1), date(2028, 8, 31)), "ends_on"),
        (Span(date(2026, 9, 1), date(2026, 12, 31)), "ends_on"),
        (Span(date(2026, 10, 1), date(2027, 8, 31)), "starts_on"),
    ],
)
def test_a_year_that_cannot_be_is_refused_by_its_date(year: Span, field: str) -> None:
    assert list(year_problems(year, USUAL, [])) == [field]


def test_years_may_not_overlap() -> None:
    assert (
        "2025/26"
        in year_problems(YEAR, {}, [("2025/26", Span(date(2025, 9, 1), YEAR.starts_on))])["starts_on"]
    )


@pytest.mark.parametrize(
    "slug", ["", "Oak", "oak--hill", "-oak", "oak-", "oak hill", "oak/hill", "o" * 61, "oak\n"]
)
def test_a_bad_short_name_is_refused(slug: str) -> None:
    assert slug_problem(slug)


def test_a_good_short_name_is_taken() -> None:
    assert slug_problem("oak-hill-2") is None


def test_a_school_needs_a_name_and_a_urn_is_a_number() -> None:
    assert list(particulars_problems("", "12x")) == ["name", "urn"]
    assert particulars_problems("Oak Hill", None) == {}
