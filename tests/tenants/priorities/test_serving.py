"""Which priorities a piece of work serves: what was named wins; else it follows, and the reason says from what."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from tenants.priorities.rules.serving import By, in_words, of_item, of_work, proposed
from tenants.priorities.rules.states import SERVING, Strength


@dataclass(frozen=True)
class Aim:
    id: UUID
    line_id: UUID
    number: int
    title: str = "Talk"
    reason: str = "It matters"


def aim(number: int, line: UUID | None = None) -> Aim:
    own = uuid4()
    return Aim(own, line or own, number)


PLAN = [aim(number) for number in range(1, 5)]
STANDARDS = st.sets(st.integers(1, 10))
SAME = {number: {number} for number in range(1, 11)}
CHOSEN = st.sets(st.sampled_from(PLAN))
MAPPED = st.dictionaries(
    st.tuples(st.sampled_from([one.id for one in PLAN]), st.integers(1, 10)), st.sampled_from(Strength)
)


@given(STANDARDS, MAPPED)
def test_a_standard_that_supports_or_drives_a_priority_proposes_it(
    claimed: set[int], mapped: dict[tuple[UUID, int], Strength]
) -> None:
    naive = {one for (one, number), strength in mapped.items() if number in claimed and strength in SERVING}
    assert set(proposed(claimed, mapped, SAME)) == naive


@given(STANDARDS, MAPPED)
def test_the_reason_names_every_standard_that_proposes_it_once(
    claimed: set[int], mapped: dict[tuple[UUID, int], Strength]
) -> None:
    behind: dict[UUID, set[int]] = defaultdict(set)
    for (one, number), strength in mapped.items():
        if number in claimed and strength in SERVING:
            behind[one].add(number)
    for one, why in proposed(claimed, mapped, SAME).items():
        said = [int(word) for word in why.replace(",", " ").split() if word.isdecimal()]
        assert sorted(said) == sorted(behind[one])


@given(CHOSEN, CHOSEN, MAPPED)
def test_what_was_named_wins_over_mapping_and_focus(
    named: set[Aim], focus: set[Aim], mapped: dict[tuple[UUID, int], Strength]
) -> None:
    why = proposed(range(1, 11), mapped, SAME)
    for threads in (of_item(PLAN, named, why), of_work(PLAN, named, focus)):
        assert (threads.by, {one.aim for one in threads.served}) == (By.NAMED, named)


@given(CHOSEN)
def test_what_nobody_named_serves_the_focus_of_its_cohort(focus: set[Aim]) -> None:
    threads = of_work(PLAN, None, focus)
    assert (threads.by, {one.aim for one in threads.served}) == (By.FOCUS, focus)
    assert all(bool(one.why) == one.serves for one in threads.offered)


@given(CHOSEN)
def test_a_priority_of_another_year_stands_as_this_years_of_its_line(named: set[Aim]) -> None:
    carried = [aim(one.number, one.line_id) for one in PLAN]
    served = {one.aim.line_id for one in of_work(carried, named, ()).served}
    assert served == {one.line_id for one in named}
    assert {one.aim for one in of_work(carried, named, ()).offered} == set(carried)


@given(CHOSEN)
def test_one_that_this_year_has_no_more_stands_beside_the_plans(named: set[Aim]) -> None:
    fresh = [aim(1)]
    threads = of_item(fresh, named, {})
    assert threads.offered[0].aim == fresh[0]
    assert {one.aim for one in threads.served} == named


def test_the_reason_reads_as_a_sentence() -> None:
    assert in_words({Strength.DRIVES: {7}}) == "Standard 7 drives it"
    assert in_words({Strength.SUPPORTS: {3, 1, 7}, Strength.DRIVES: {7}}) == (
        "Standard 7 drives it, standards 1 and 3 support it"
    )


def test_a_number_of_another_version_is_told_in_the_plans() -> None:
    mapped = {(PLAN[0].id, 4): Strength.DRIVES}
    assert proposed([9], mapped, {9: {4, 5}}) == {PLAN[0].id: "Standard 9 drives it"}
    assert proposed([9], mapped, {}) == {}
