from hypothesis import given
from hypothesis import strategies as st

from tenants.standards.rules.passing import PassRule, standing

TEN = tuple(range(1, 11))
RULE = PassRule(TEN, pass_level=3, pass_count=7, floor_level=1)


def test_seven_at_level_three_and_the_rest_addressed_passes() -> None:
    levels = {number: 3 if number <= 7 else 1 for number in TEN}
    assert standing(RULE, levels).passes


def test_a_standard_that_is_not_addressed_fails_whatever_the_others_reach() -> None:
    levels = {number: 4 for number in TEN if number != 9}
    found = standing(RULE, levels)
    assert not found.passes
    assert found.below_floor == (9,)


def test_six_at_level_three_say_that_one_more_is_needed() -> None:
    levels = {number: 3 if number <= 6 else 2 for number in TEN}
    assert standing(RULE, levels).still_needed == 1


@given(st.dictionaries(st.sampled_from(TEN), st.integers(1, 4)))
def test_the_rule_equals_a_naive_count(levels: dict[int, int]) -> None:
    naive = len([1 for level in levels.values() if level >= 3]) >= 7 and len(levels) == 10
    assert standing(RULE, levels).passes == naive


@given(st.dictionaries(st.sampled_from(TEN), st.integers(1, 3)), st.sampled_from(TEN))
def test_a_higher_level_never_loses_a_pass(levels: dict[int, int], number: int) -> None:
    raised = levels | {number: levels.get(number, 0) + 1}
    assert standing(RULE, raised).passes >= standing(RULE, levels).passes
