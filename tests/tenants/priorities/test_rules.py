"""What a plan may be: its size, its measures, its actions, its reviews, its mapping, and what a table says of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.base.errors import Invalid
from tenants.priorities.rules import bringing, plans, reviews
from tenants.priorities.rules.columns import TEMPLATE, Column, Row
from tenants.priorities.rules.mapping import Wanted, from_day, in_words, meeting, reason_problem, shown_on
from tenants.priorities.rules.measures import progress, reading_problem, target_problem
from tenants.priorities.rules.states import Better, Strength
from tenants.priorities.rules.steps import Standing, days_problem, done_problem, standing
from tenants.priorities.rules.suggesting import Told, suggestions
from tenants.schools.rules import Span

YEAR = Span(date(2026, 9, 1), date(2027, 8, 31))
LAST_YEAR = Span(date(2025, 9, 1), date(2026, 8, 31))
TODAY = date(2026, 11, 27)
HALF_TERMS = {
    "A1": Span(date(2026, 9, 1), date(2026, 10, 23)),
    "A2": Span(date(2026, 11, 2), date(2026, 12, 18)),
    "Sp1": Span(date(2027, 1, 4), date(2027, 2, 12)),
}
figures = st.decimals(min_value=-1000, max_value=1000, places=2)


@dataclass(frozen=True)
class Plan:
    span: Span
    archived: bool = False


def test_the_plan_of_the_year_holds_even_when_a_later_one_is_being_written() -> None:
    last, this, following = Plan(LAST_YEAR), Plan(YEAR), Plan(Span(date(2027, 9, 1), date(2028, 8, 31)))
    assert plans.current([last, this, following], TODAY) is this
    assert plans.current([last], TODAY) is last
    assert plans.current([Plan(LAST_YEAR, archived=True)], TODAY) is None
    assert plans.current([last, Plan(LAST_YEAR, archived=True)], TODAY) is last


@pytest.mark.parametrize(("many", "said"), [(0, False), (1, True), (3, False), (5, False), (6, True)])
def test_three_to_five_priorities_are_recommended_and_more_are_allowed(many: int, said: bool) -> None:
    assert bool(plans.size_words(many)) is said


def test_two_priorities_of_a_plan_are_not_called_the_same() -> None:
    assert plans.title_problem("talk ", ["Talk"])
    assert plans.title_problem(" ", [])
    assert plans.title_problem("Talk", ["Reading"]) is None


def test_governors_cannot_have_agreed_tomorrow() -> None:
    assert plans.agreed_problem(TODAY + timedelta(days=1), TODAY)
    assert plans.agreed_problem(TODAY, TODAY) is None
    assert plans.agreed_problem(None, TODAY) is None


def test_the_plan_of_the_running_year_is_not_archived() -> None:
    assert plans.archive_problem(YEAR, TODAY)
    assert plans.archive_problem(LAST_YEAR, TODAY) is None


@given(figures, figures, figures, st.sampled_from(Better))
def test_progress_stays_between_nothing_and_all_and_is_all_when_met(
    baseline: Decimal, target: Decimal, current: Decimal, better: Better
) -> None:
    found = progress(baseline, target, current, better)
    assert 0 <= found.share <= 100
    assert found.met is (found.share == 100)
    assert progress(baseline, target, target, better).met


def test_progress_is_the_share_of_the_way_whichever_way_is_better() -> None:
    assert progress(Decimal(30), Decimal(60), Decimal(45), Better.HIGHER).share == 50
    assert progress(Decimal(20), Decimal(10), Decimal(18), Better.LOWER).share == 20
    assert progress(Decimal(20), Decimal(10), Decimal(25), Better.LOWER).share == 0


def test_a_target_lies_where_it_is_better() -> None:
    assert target_problem(Decimal(30), Decimal(20), Better.HIGHER)
    assert target_problem(Decimal(20), Decimal(30), Better.LOWER)
    assert target_problem(Decimal(30), Decimal(30), Better.LOWER) is None


def test_a_figure_is_noted_once_it_is_known_and_not_before_the_baseline() -> None:
    assert reading_problem(TODAY + timedelta(days=1), TODAY, TODAY)
    assert reading_problem(TODAY - timedelta(days=1), TODAY, TODAY)
    assert reading_problem(TODAY, TODAY, TODAY) is None


def test_an_action_is_done_late_or_due() -> None:
    yesterday = TODAY - timedelta(days=1)
    assert standing(yesterday, yesterday, TODAY) is Standing.DONE
    assert standing(yesterday, None, TODAY) is Standing.LATE
    assert standing(TODAY, None, TODAY) is Standing.DUE
    assert days_problem(TODAY, yesterday)
    assert days_problem(None, yesterday) is None
    assert done_problem(TODAY + timedelta(days=1), TODAY)


def test_a_review_is_due_towards_the_end_of_a_half_term_and_earlier_ones_are_let_go() -> None:
    assert reviews.due(HALF_TERMS, [], date(2026, 10, 8)) is None
    assert reviews.due(HALF_TERMS, [], date(2026, 10, 9)) == "A1"
    assert reviews.due(HALF_TERMS, ["A1"], TODAY) is None
    assert reviews.due(HALF_TERMS, [], date(2026, 12, 10)) == "A2"
    assert reviews.begun(HALF_TERMS, TODAY) == ["A1", "A2"]


def test_who_says_that_a_standard_supports_or_drives_says_why() -> None:
    assert reason_problem(Wanted(Strength.DRIVES, " "))
    assert reason_problem(Wanted(Strength.SUPPORTS))
    assert reason_problem(Wanted(Strength.TOUCHES)) is None
    assert reason_problem(Wanted(Strength.SUPPORTS, "Both are about talk")) is None


cells = st.builds(Wanted, st.sampled_from(Strength), st.sampled_from(["", "Talk"]))
pages = st.fixed_dictionaries(dict.fromkeys((1, 2), cells))


@given(pages, pages, pages)
def test_of_two_who_map_at_once_each_keeps_what_only_they_changed(
    seen: dict[int, Wanted], standing: dict[int, Wanted], wanted: dict[int, Wanted]
) -> None:
    met = meeting(wanted, standing, {number: in_words(one) for number, one in seen.items()})
    assert met.yours == {number: one for number, one in wanted.items() if one != seen[number]}
    theirs = {number for number, one in standing.items() if one != seen[number]}
    assert met.both == {number for number in theirs & met.yours.keys() if wanted[number] != standing[number]}


def test_what_nobody_saw_was_not_mapped() -> None:
    drives, nothing = Wanted(Strength.DRIVES, "Talk"), Wanted(Strength.NONE)
    assert meeting({1: drives}, {1: nothing}, {}).both == frozenset()
    assert meeting({1: nothing}, {1: drives}, {}).yours == {}
    assert meeting({1: drives}, {1: Wanted(Strength.TOUCHES)}, {}).both == {1}


def test_a_mapping_made_before_the_year_holds_from_its_first_day() -> None:
    assert from_day(YEAR, date(2026, 7, 1)) == YEAR.starts_on
    assert from_day(YEAR, TODAY) == TODAY


def test_a_plan_shows_the_mapping_of_the_day_of_its_year_that_is_next_to_today() -> None:
    assert shown_on(YEAR, YEAR.starts_on - timedelta(days=50)) == YEAR.starts_on
    assert shown_on(YEAR, TODAY) == TODAY
    assert shown_on(YEAR, YEAR.ends_on + timedelta(days=50)) == YEAR.ends_on


def test_suggestions_say_which_words_both_use_and_leave_out_what_is_mapped() -> None:
    standards = {
        6: Told("Knowing how all learners learn and progress", "What do your assessments tell you?"),
        8: Told("Coaching to lead", "A conversation after which somebody did something differently"),
        9: Told("Negotiating to lead", "An agreement between two sides"),
    }
    talk = uuid4()
    priorities = {talk: Told("Coaches in every team", "Conversations that help")}
    (found,) = suggestions(standards, priorities, [])
    assert (found.standard_number, found.strength) == (8, Strength.SUPPORTS)
    assert found.why == "Both say “coaches” and “conversations”"
    assert suggestions(standards, priorities, [(talk, 8)]) == []


@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=60))
def test_suggestions_never_offer_what_is_mapped_nor_a_cell_twice(texts: list[str], about: str) -> None:
    standards = {number: Told(text, about) for number, text in enumerate(texts, 1)}
    one = uuid4()
    found = suggestions(standards, {one: Told(about, " ".join(texts))}, [(one, 1)])
    cells = [each.cell for each in found]
    assert len(set(cells)) == len(cells)
    assert (one, 1) not in cells


HEAD = [column.value for column in Column]
ADA = UUID(int=1)


def read(*rows: list[str], head: list[str] = HEAD) -> bringing.Brought:
    numbered = [(number, row) for number, row in enumerate([head, *rows], 1)]
    return bringing.brought(numbered, {"ada@school.example": ADA}, [], year_ends_on=YEAR.ends_on)


def test_the_template_is_read_as_it_says() -> None:
    found = bringing.brought(
        list(enumerate(TEMPLATE, 1)),
        {"name@school.example": ADA},
        [
            bringing.Standing(
                "talk that makes thinking visible", measures=("pupils who explain their answer aloud",)
            )
        ],
        year_ends_on=YEAR.ends_on,
    )
    assert found.problems == []
    (one,) = found.priorities
    assert one.standing is not None
    assert one.standing.has_measure(one.measures[0].name)
    assert not one.standing.has_step(one.steps[0].what)
    assert (one.measures[0].baseline, one.measures[0].better) == (Decimal(34), Better.HIGHER)
    assert [(step.staff_id, step.due_on) for step in one.steps] == [
        (ADA, date(2027, 3, 26)),
        (None, date(2027, 5, 28)),
    ]


def test_each_wrong_row_is_said_with_its_number() -> None:
    found = read(
        ["", "", "", "", "", "", "", "", "", ""],
        ["Talk", "", "Counted", "%", "many", "60", "", "", "", ""],
        ["", "", "", "", "", "", "", "Visit", "nobody@school.example", "32/1/2027"],
        ["", "", "Counted", "", "50", "40", "higher", "", "", ""],
        ["", "", "Counted", "", "50", "60", "sideways", "", "", ""],
        ["", "", "", "", "5", "", "", "", "ada@school.example", ""],
    )
    assert {number for number, _ in found.problems} == {3, 4, 5, 6, 7}
    assert len(found.problems) == 7


def test_the_first_row_must_name_a_priority() -> None:
    assert read(["", "", "", "", "", "", "", "Visit", "", ""]).problems[0][0] == 2


def test_a_priority_named_twice_is_one() -> None:
    found = read(
        ["Talk", "Why"] + [""] * 8,
        ["talk ", "", "", "", "", "", "", "Visit", "ADA@school.example", "2027-01-05"],
    )
    (one,) = found.priorities
    assert (one.reason, [step.staff_id for step in one.steps]) == ("Why", [ADA])


def test_what_two_rows_say_differently_is_named_and_what_they_repeat_is_read_once() -> None:
    first = ["Talk", "Why", "Counted", "%", "34", "60", "", "", "", ""]
    found = read(first, ["", "", "counted", "", "34%", "60.0", "more", "Visit", "", ""])
    assert found.problems == []
    assert [(len(one.measures), len(one.steps)) for one in found.priorities] == [(1, 1)]
    found = read(
        first,
        ["", "", "counted", "", "34", "65", "", "Visit", "", ""],
        ["Talk", "Another why"] + [""] * 8,
    )
    assert found.problems == [
        (3, "an earlier row has other figures for the measure ‘counted’"),
        (4, "an earlier row gives another reason for this priority"),
    ]


def test_a_reason_under_a_priority_is_its_reason() -> None:
    (one,) = read(["Talk"] + [""] * 9, ["", "Why", *[""] * 5, "Visit", "", ""]).priorities
    assert one.reason == "Why"


def test_usual_headings_are_understood_and_columns_that_are_not_read_are_told() -> None:
    found = read(
        ["Talk", "Visit", "5/1/2027", "ada@school.example", "In pairs", "", "odd"],
        head=["Priority", "Action", "Due date:", "E-mail", "Notes", "Empty"],
    )
    (step,) = found.priorities[0].steps
    assert (step.due_on, step.staff_id) == (date(2027, 1, 5), ADA)
    assert found.unread == ("‘Notes’", "column G (without a heading)")


def test_of_two_columns_for_the_same_the_one_of_the_template_is_read() -> None:
    found = read(["Talk", "Visit", "1/1/2027", "5/1/2027"], head=["priority", "action", "due date", "due"])
    assert found.priorities[0].steps[0].due_on == date(2027, 1, 5)
    assert found.unread == ("‘due date’",)


@pytest.mark.parametrize(
    "rows", [[], [(1, ["name", "email"])], [(1, HEAD)], [(1, ["priority"]), *[(2, ["x"])] * 501]]
)
def test_a_table_that_is_no_plan_is_refused_as_a_whole(rows: list[Row]) -> None:
    with pytest.raises(Invalid):
        bringing.brought(rows, {}, [], year_ends_on=YEAR.ends_on)


@given(st.lists(st.lists(st.text(max_size=20), min_size=10, max_size=10), max_size=5))
def test_whatever_a_table_holds_it_is_read_or_its_rows_are_named(rows: list[list[str]]) -> None:
    try:
        found = read(*rows)
    except Invalid:
        return
    assert {number for number, _ in found.problems} <= set(range(2, len(rows) + 2))
