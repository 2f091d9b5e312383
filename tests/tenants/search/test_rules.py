import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.search.rules import BEFORE, LONGEST, Piece, asked, excerpt, marked


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ()),
        ("a", ()),
        ("a b", ("a", "b")),
        ("Zoë O'Brien-Łuk", ("zoe", "o", "brien", "luk")),
        ("' | ! & ( ) :* \\ coach", ("coach",)),
        ("½ %_", ("1", "2")),
        ("x" * 300, ("x" * LONGEST,)),
    ],
)
def test_what_is_typed_becomes_plain_words(typed: str, words: tuple[str, ...]) -> None:
    assert asked(typed) == words


@given(st.text())
def test_nothing_but_letters_and_digits_is_looked_for(typed: str) -> None:
    assert all(character.isalnum() for word in asked(typed) for character in word)


def test_words_are_marked_whole_whatever_their_case_and_accents() -> None:
    assert marked("Coaching Zoë, not a coach", ("coach", "zoe")) == [
        Piece("Coaching", True),
        Piece(" "),
        Piece("Zoë", True),
        Piece(", not a "),
        Piece("coach", True),
    ]


@given(st.text(alphabet="aé b<&\n*", max_size=400))
def test_marking_loses_nothing(text: str) -> None:
    assert "".join(piece.text for piece in marked(text, ("a",))) == text


def test_an_excerpt_shows_the_first_word_that_was_found() -> None:
    text = f"{'plain words ' * 40}**Cold** calling{' and more' * 60}"
    pieces = excerpt(text, ("cold",))
    told = "".join(piece.text for piece in pieces)
    assert told.startswith("… ")
    assert told.endswith(" …")
    assert [piece.text for piece in pieces if piece.marked] == ["Cold"]
    assert len(told) < BEFORE * 5
    assert "*" not in told
