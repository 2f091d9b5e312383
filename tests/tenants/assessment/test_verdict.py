from hypothesis import given
from hypothesis import strategies as st

from tenants.assessment.rules.verdict import (
    Result,
    agreed,
    contested,
    lower,
    needing_more,
    possible_results,
    result,
)
from tenants.standards.rules.passing import PassRule, standing

NUMBERS = tuple(range(1, 11))
RULE = PassRule(NUMBERS, pass_level=3, pass_count=7, floor_level=1)

levels = st.fixed_dictionaries({number: st.integers(0, 4) for number in NUMBERS})
attempts = st.sampled_from([1, 2])


def at(level: int, **others: int) -> dict[int, int]:
    return dict.fromkeys(NUMBERS, level) | {int(key[1:]): value for key, value in others.items()}


def test_level_three_on_seven_and_every_standard_addressed_is_accredited() -> None:
    assert result(RULE, at(3, s8=1, s9=1, s10=1), 1) is Result.ACCREDITED
    assert result(RULE, at(3, s7=2, s8=1, s9=1, s10=1), 1) is Result.REFERRED
    assert result(RULE, at(4, s10=0), 1) is Result.REFERRED


def test_a_second_attempt_below_the_rule_is_not_accredited() -> None:
    assert result(RULE, at(2), 2) is Result.NOT_ACCREDITED


@given(levels, attempts)
def test_every_result_is_one_that_the_attempt_can_have(judged: dict[int, int], attempt: int) -> None:
    assert result(RULE, judged, attempt) in possible_results(attempt)


@given(levels, levels, attempts)
def test_agreement_does_not_depend_on_who_sits_first(
    first: dict[int, int], second: dict[int, int], attempt: int
) -> None:
    assert agreed(RULE, first, second, attempt) == agreed(RULE, second, first, attempt)


@given(levels, levels, attempts)
def test_an_agreement_gives_the_result_that_both_came_to(
    first: dict[int, int], second: dict[int, int], attempt: int
) -> None:
    settled = agreed(RULE, first, second, attempt)
    if settled is not None:
        results = {result(RULE, one, attempt) for one in (first, second, settled)}
        assert len(results) == 1
        assert settled == lower(first, second)


@given(levels, levels, attempts, st.sampled_from(NUMBERS))
def test_two_levels_apart_on_any_standard_is_no_agreement(
    first: dict[int, int], second: dict[int, int], attempt: int, number: int
) -> None:
    assert agreed(RULE, first | {number: 4}, second | {number: 2}, attempt) is None


@given(levels, attempts)
def test_the_same_levels_are_always_an_agreement_on_them(judged: dict[int, int], attempt: int) -> None:
    assert agreed(RULE, judged, dict(judged), attempt) == judged
    assert contested(judged, dict(judged)) == ()


def test_two_passes_whose_lower_levels_would_not_pass_have_to_be_settled() -> None:
    first = at(3, s1=2, s2=2, s3=2)
    second = at(3, s8=2, s9=2, s10=2)
    assert result(RULE, first, 1) is result(RULE, second, 1) is Result.ACCREDITED
    assert agreed(RULE, first, second, 1) is None


@given(levels)
def test_raising_the_named_standards_is_enough_to_pass(judged: dict[int, int]) -> None:
    raised = judged | dict.fromkeys(needing_more(RULE, judged), 3)
    assert standing(RULE, raised).passes


@given(levels)
def test_what_counts_already_is_never_named_and_passing_names_nothing(judged: dict[int, int]) -> None:
    named = needing_more(RULE, judged)
    assert named.isdisjoint(standing(RULE, judged).reached)
    assert bool(named) != standing(RULE, judged).passes


def test_with_enough_that_count_only_the_unaddressed_are_named() -> None:
    assert needing_more(RULE, at(3, s9=2, s10=0)) == {10}
