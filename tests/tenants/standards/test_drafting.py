from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tenants.standards.rules.drafting import (
    Draft,
    DraftStandard,
    problems,
    restored,
    stored,
)
from tenants.standards.rules.guiding import Exemplar, carried
from tenants.standards.rules.replacing import closure, compared, through
from tests.factories.standards import a_draft

NONE_TAKEN = frozenset[str]()
NUMBERS = st.integers(1, 6)
BECOMES = st.dictionaries(NUMBERS, st.lists(NUMBERS, unique=True, max_size=3).map(tuple))
TITLES = st.lists(st.text("abcdefg", min_size=1, max_size=5), min_size=1, max_size=6, unique=True)


def words(draft: Draft, before: dict[int, str] | None = None) -> list[str]:
    return [one.words for one in problems(draft, before or {}, NONE_TAKEN)]


def test_a_whole_draft_has_no_problems() -> None:
    assert words(a_draft(["one", "two"])) == []


def test_ten_standards_are_usual_and_not_forced() -> None:
    assert words(a_draft([f"s{number}" for number in range(11)])) == []


def test_what_is_missing_is_said_in_words() -> None:
    draft = replace(
        a_draft(["one"]),
        title="",
        standards=(DraftStandard("k", "One", "", "", "Which?"),),
        levels=(),
    )
    assert words(draft, {1: "Talking"}) == [
        "It has no name.",
        "Standard 1 lacks its section, its text.",
        "It has no levels.",
        "Say what takes the place of standard 1, Talking.",
    ]


def test_nobody_can_be_asked_for_more_standards_or_levels_than_there_are() -> None:
    draft = a_draft(["one", "two"])
    found = words(replace(draft, numbers=replace(draft.numbers, pass_count=3, pass_level=3)))
    assert found == ["There are 2 standards, so nobody can reach 3", "The highest level is 2"]


def test_the_standards_of_a_section_stand_together() -> None:
    draft = a_draft(["one", "two", "three"])
    apart = replace(draft.standards[1], category="Another")
    found = words(draft.with_standard(apart, 2))
    assert found == ["The standards of the section ‘All of them’ must follow each other."]


def test_a_short_name_is_used_once() -> None:
    assert [one.part for one in problems(a_draft(["one"]), {}, frozenset({"2"}))] == ["description"]


def test_what_a_removed_standard_alone_replaced_is_to_be_answered_again() -> None:
    draft = a_draft(["one", "two"], replaced={1: ("one",), 2: ("one", "two"), 3: ()})
    assert draft.without_standard(1).replaced == {2: ("two",), 3: ()}


@given(TITLES, st.data())
def test_a_draft_is_kept_and_given_back(titles, data) -> None:
    keys = st.lists(st.sampled_from(titles), unique=True).map(tuple)
    draft = a_draft(titles, replaced=data.draw(st.dictionaries(NUMBERS, keys)))
    assert restored(stored(draft)) == draft


@given(TITLES, st.data())
def test_a_moved_standard_keeps_what_it_replaces(titles, data) -> None:
    draft = a_draft(titles, replaced=dict.fromkeys([1], tuple(titles)))
    moved, place = data.draw(st.sampled_from(draft.standards)), data.draw(st.integers(1, len(titles)))
    after = draft.with_standard(moved, place)
    assert after.standards[place - 1] == moved
    assert set(after.standards) == set(draft.standards)
    assert after.replaced == draft.replaced


@given(BECOMES, BECOMES)
def test_two_steps_at_once_are_the_two_steps_one_after_the_other(first, then) -> None:
    naive = {
        (old, new) for old, middles in first.items() for middle in middles for new in then.get(middle, ())
    }
    assert {(old, new) for old, all_new in through(first, then).items() for new in all_new} == naive


@given(st.lists(BECOMES, min_size=1, max_size=5))
def test_every_version_before_is_told_however_long_the_chain(steps) -> None:
    """As it is published, one version after the other, against walking the chain from each."""
    known: dict[int, dict[int, tuple[int, ...]]] = {}
    for at, direct in enumerate(steps):
        known = closure(at, direct, known)
    for begin in range(len(steps)):
        walked = {(old, new) for old, all_new in steps[begin].items() for new in all_new}
        for step in steps[begin + 1 :]:
            walked = {(old, new) for old, middle in walked for new in step.get(middle, ())}
        assert {(old, new) for old, all_new in known[begin].items() for new in all_new} == walked


def test_what_changed_is_said_standard_by_standard() -> None:
    before = a_draft(["talking", "writing", "asking", "reading", "resting"])
    after = a_draft(["talking", "listening", "querying", "texts", "singing"])
    becomes = {1: (1, 2), 2: (4,), 3: (3,), 4: (4,), 5: ()}
    assert [(one.kind, one.words) for one in compared(before, after, becomes)] == [
        ("divided", "Standard 1, Talking, is divided into standard 1, Talking and standard 2, Listening."),
        ("joined", "Standard 2, Writing, is put together with 4 into standard 4, Texts."),
        (
            "reworded",
            "Standard 3, Asking, becomes standard 3, Querying,"
            " with another title and another text and another question.",
        ),
        ("joined", "Standard 4, Reading, is put together with 2 into standard 4, Texts."),
        ("gone", "Standard 5, Resting, falls away."),
        ("new", "Standard 5, Singing, is new."),
    ]


def test_what_a_school_says_is_copied_to_each_part_and_put_together() -> None:
    poster = Exemplar("Poster", "Read by all")
    said = {1: ("Ask Ruth.", (poster,)), 2: ("Ask Helen.", (poster,)), 3: ("Gone.", ())}
    assert carried(said, {1: (1, 2), 2: (2,), 3: ()}) == {
        1: ("Ask Ruth.", (poster,)),
        2: ("Ask Ruth.\n\nAsk Helen.", (poster,)),
    }
