import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.programmes.actions import NATIONAL
from tenants.programmes.rules.design import (
    AFTER_WINDOW,
    HELD,
    Design,
    Edge,
    FileKind,
    Files,
    OfferedText,
    Step,
    StepKind,
    When,
    design_problems,
    restored,
    step_problems,
    stored,
)
from tenants.programmes.rules.gaps import filled, gaps, gaps_in
from tenants.programmes.rules.limits import MEGABYTE, too_long, unfit, words_in
from tenants.programmes.rules.placing import placed, position
from tenants.programmes.rules.telling import told
from tenants.schools.nations import Pattern, bank_holidays, usual_half_terms, usual_year
from tenants.schools.rules import HALF_TERMS
from tenants.schools.working_days import Calendar

DESIGNS = {
    file.stem: restored(json.loads(file.read_text(encoding="utf-8"))["design"])
    for file in sorted(NATIONAL.glob("*.json"))
}
YEAR = DESIGNS["1-year"]


def calendar_of(pattern: Pattern, begins: int) -> Calendar:
    year, halves = usual_year(begins, pattern), usual_half_terms(begins, pattern)
    inset = {halves["A1"].starts_on, halves["Sp1"].starts_on}
    return Calendar(
        ((year.starts_on, year.ends_on),),
        tuple((span.starts_on, span.ends_on) for span in halves.values()),
        frozenset(bank_holidays(pattern, year)) | inset,
    )


@given(
    st.sampled_from(sorted(DESIGNS)),
    st.sampled_from([Pattern.ENGLAND, Pattern.SCOTLAND]),
    st.integers(2024, 2044),
)
def test_every_national_programme_finds_working_days_in_order_in_both_nations(
    name: str, pattern: Pattern, begins: int
) -> None:
    halves, calendar = usual_half_terms(begins, pattern), calendar_of(pattern, begins)
    found = placed(DESIGNS[name].steps, halves, calendar)
    days = [one.day for one in found]
    assert all(day is not None and calendar.works(day) for day in days)
    assert days == sorted(day for day in days if day)
    assert design_problems(DESIGNS[name]) == []


@given(st.sampled_from(HALF_TERMS), st.sampled_from(Edge), st.integers(1, 80), st.integers(2024, 2044))
def test_a_step_lies_on_the_working_day_that_a_plain_list_of_days_has(
    code: str, edge: Edge, days: int, begins: int
) -> None:
    halves, calendar = usual_half_terms(begins), calendar_of(Pattern.ENGLAND, begins)
    step = Step("x", StepKind.GET_TOGETHER, "X", When(code, edge, days))
    (found,) = placed([step], halves, calendar)
    span = halves[code]
    plain = [
        date.fromordinal(number)
        for number in range(span.starts_on.toordinal(), span.ends_on.toordinal() + 1)
        if date.fromordinal(number).isoweekday() < 6 and date.fromordinal(number) not in calendar.closed
    ]
    in_order = plain if edge is Edge.START else plain[::-1]
    assert found.day == in_order[min(days, len(plain)) - 1]
    assert (found.note is not None) is (days > len(plain))


@given(st.dates(date(2026, 9, 1), date(2027, 8, 31)))
def test_a_day_told_from_its_half_term_is_found_again_by_it(day: date) -> None:
    halves, calendar = usual_half_terms(2026), calendar_of(Pattern.ENGLAND, 2026)
    when = position(day, halves, calendar)
    assert (when is None) is not calendar.works(day)
    if when is not None:
        (found,) = placed([Step("x", StepKind.SUPPORT, "X", when)], halves, calendar)
        assert found.day == day


def test_a_step_of_a_half_term_without_dates_is_said_and_what_follows_the_window_too() -> None:
    halves = {code: span for code, span in usual_half_terms(2026).items() if code != "Su1"}
    found = {one.step.key: one for one in placed(YEAR.steps, halves, calendar_of(Pattern.ENGLAND, 2026))}
    assert found["closes"].day is None
    assert found["closes"].note == "Summer 1 has no dates in this academic year."
    assert "no day yet" in (found["panel"].note or "")
    assert found["launch"].day is not None


@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_a_design_comes_back_from_its_json_as_it_was(name: str) -> None:
    design = DESIGNS[name]
    assert restored(json.loads(json.dumps(stored(design)))) == design
    assert {one.title for one in design.steps} <= told(design).keys()
    assert all(one.minutes and one.done for one in design.steps if one.kind in HELD)


def test_a_programme_without_its_window_or_out_of_order_is_told_what_to_do() -> None:
    without = YEAR.without_step("closes")
    assert design_problems(without) == ["It lacks a step: submission window closes."]
    launch = YEAR.step("launch")
    assert launch
    late = YEAR.with_step(replace(launch, when=When("Su2", Edge.START, 1)))
    assert "launch must come first" in design_problems(late)[0]


def test_launch_and_window_are_there_once_and_only_panels_follow_the_window() -> None:
    again = Step("two", StepKind.LAUNCH, "Second launch", When("A2", Edge.START, 1))
    assert set(step_problems(YEAR, again)) == {"kind"}
    after = Step("three", StepKind.SUPPORT, "Support", When(AFTER_WINDOW, Edge.START, 1))
    assert set(step_problems(YEAR, after)) == {"half_term"}
    assert step_problems(YEAR, replace(after, kind=StepKind.PANEL)) == {}


def test_gaps_are_the_places_that_lectern_does_not_fill() -> None:
    text = "Hello {name}, {…} and { } and {how much time}: {window opens}."
    assert gaps_in(text) == ["…", "", "how much time"]
    assert filled(text, {"name": "Ann", "window opens": "3 May"}).startswith("Hello Ann, {…}")
    design = replace(YEAR, texts=(OfferedText("a", "A letter", text),))
    assert [gap.title for gap in gaps(design)] == ["A letter"] * 3


@given(st.text(" \n\tab", max_size=60), st.integers(1, 12))
def test_a_text_is_too_long_by_the_words_that_stand_between_its_spaces(text: str, most: int) -> None:
    words = len([word for word in text.replace("\n", " ").replace("\t", " ").split(" ") if word])
    assert words_in(text) == words
    assert (too_long(text, most) is None) is (words <= most)
    assert too_long(text, None) is None


def test_files_are_held_to_kind_size_and_number_in_words() -> None:
    files = Files(most=2, megabytes=3, kinds=(FileKind.PICTURES, FileKind.DOCUMENTS))
    assert unfit(files, 0, "image/png", 3 * MEGABYTE) is None
    assert "photos and documents and sheets only" in (unfit(files, 0, "video/mp4", 1) or "")
    assert "up to 3 MB" in (unfit(files, 0, "application/pdf", 3 * MEGABYTE + 1) or "")
    assert "may have 2 files" in (unfit(files, 2, "text/csv", 1) or "")


def test_steps_stand_in_the_order_of_the_year() -> None:
    mixed = Design("", tuple(reversed(YEAR.steps)))
    assert restored(stored(mixed)).steps == YEAR.steps
