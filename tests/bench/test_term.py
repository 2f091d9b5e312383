"""A group's term in a short form: five members, two weeks. Nothing here asserts a time."""

from collections.abc import Iterator

import pytest

from tests.bench.term import Term, term
from tests.bench.weeks import Plan

SHORT = Plan(members=5, weeks=2, at_once=1)


@pytest.fixture(scope="module")
def done() -> Iterator[Term]:
    with term(SHORT, print) as made:
        print(made.report())
        yield made


def test_the_server_answers_everybody_as_it_should(done: Term) -> None:
    assert done.errors == []


def test_whoever_saves_second_reads_both_texts_and_gets_theirs_in(done: Term) -> None:
    assert done.many("conflicts") > 0
    assert (done.many("hidden"), done.many("given_up")) == (0, 0)


def test_no_word_that_was_taken_is_lost(done: Term) -> None:
    assert min(done.many(what) for what in ("texts", "parts", "notes")) > 0
    assert done.lost == []


def test_a_word_that_is_lost_would_be_found(done: Term) -> None:
    assert (
        "lost: 1\n  the word nobody said"
        in Term(SHORT, done.members, done.kept, ["the word nobody said"]).report()
    )
