"""What the others' words on a contribution come to."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tenants.portfolios.rules.contributions import (
    Said,
    Spoken,
    Standing,
    Word,
    note_problems,
    problems,
    standing,
)

BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
ADA, BEN, CLEO = (UUID(int=at) for at in range(3))
SINCE = dict.fromkeys((ADA, BEN, CLEO), BEGAN)


def spoke(by: UUID, word: Word, day: int = 1, of_version: int = 1) -> Spoken:
    return Spoken(by, of_version, word, BEGAN + timedelta(days=day))


def test_the_last_word_of_each_person_counts() -> None:
    asked, took_back = spoke(ADA, Word.QUESTIONED), spoke(ADA, Word.CONFIRMED, day=2)
    assert standing(1, [asked], SINCE) is Standing.QUESTIONED
    assert standing(1, [took_back, asked], SINCE) is Standing.CONFIRMED
    assert standing(1, [asked, spoke(BEN, Word.CONFIRMED, day=3)], SINCE) is Standing.QUESTIONED


def test_a_new_wording_has_no_word_yet() -> None:
    assert standing(2, [spoke(ADA, Word.CONFIRMED)], SINCE) is Standing.SAID


def test_a_question_falls_for_good_when_who_asked_it_leaves() -> None:
    words = [spoke(ADA, Word.QUESTIONED), spoke(BEN, Word.CONFIRMED)]
    assert standing(1, words, {BEN: BEGAN}) is Standing.CONFIRMED
    came_back = {**SINCE, ADA: BEGAN + timedelta(days=5)}
    assert standing(1, words, came_back) is Standing.CONFIRMED
    assert standing(1, [*words, spoke(ADA, Word.QUESTIONED, day=6)], came_back) is Standing.QUESTIONED


def test_a_confirmation_holds_after_who_gave_it_left() -> None:
    assert standing(1, [spoke(ADA, Word.CONFIRMED)], {}) is Standing.CONFIRMED


words = st.lists(
    st.builds(spoke, st.sampled_from([ADA, BEN, CLEO]), st.sampled_from(Word), st.integers(0, 9), st.integers(1, 2)),
    max_size=8,
    unique_by=lambda one: one.at,
)  # fmt: skip


@given(words, st.dictionaries(st.sampled_from([ADA, BEN, CLEO]), st.integers(0, 9)), st.randoms())
def test_it_is_what_reading_them_one_by_one_says_in_whatever_order(spoken, joined, chance) -> None:
    members = {who: BEGAN + timedelta(days=day) for who, day in joined.items()}
    last: dict[UUID, Spoken] = {}
    for one in sorted(spoken, key=lambda each: each.at):
        if one.of_version == 2:
            last[one.by] = one
    found = Standing.SAID
    for who, one in last.items():
        if one.word is Word.CONFIRMED and found is Standing.SAID:
            found = Standing.CONFIRMED
        if one.word is Word.QUESTIONED and who in members and members[who] <= one.at:
            found = Standing.QUESTIONED
    mixed = list(spoken)
    chance.shuffle(mixed)
    assert standing(2, mixed, members) is found


def test_role_and_deed_are_asked_for_and_a_question_needs_its_reason() -> None:
    assert set(problems(Said("", " "))) == {"role", "did"}
    assert problems(Said("Planned it", "I wrote the questions.")) == {}
    assert set(problems(Said("x" * 201, "y", "z" * 5_001))) == {"role", "learned"}
    assert set(note_problems(Word.QUESTIONED, " ")) == {"note"}
    assert note_problems(Word.CONFIRMED, "") == {}
