"""Words as they are looked for: without case and accents, each by its beginning. Python and SQL say the same."""

import re
import unicodedata
from collections.abc import Iterable
from functools import reduce

from sqlalchemy import Column, ColumnElement, Computed, FromClause, SQLColumnExpression, column, func, text
from sqlalchemy.dialects.postgresql import TSVECTOR

SIMPLE = text("'simple'::regconfig")
FOUND_BY = "found_by"
ONLY_SEARCHED = {"exclude_properties": [FOUND_BY]}
"""For the mapper: no row that is read carries it along."""
WORD = re.compile(r"[^\W_]+")
MARKS = re.compile("[\u0300-\u036f]")
UNMARKED = ("łøđıħ", "lodih")
"""Letters that are no plain letter with a mark."""
BETWEEN = "[][!-/:-@^_`{-~‘’“”–—…·]+"
"""What stands between words, also where PostgreSQL would see one: in an address, a path, a negative number."""


def folded(words: str) -> str:
    plain = MARKS.sub("", unicodedata.normalize("NFKD", words.lower()))
    return plain.translate(str.maketrans(*UNMARKED))


def words_of(words: str) -> list[str]:
    return WORD.findall(folded(words))


def found_by(*columns: str) -> Column[str]:
    """A stored column of the words in these. It has no index: a search starts at one led by the school."""
    named: list[ColumnElement[str]] = [func.coalesce(column(name), "") for name in columns]
    together = reduce(lambda all_of, one: all_of.concat(" ").concat(one), named)
    return Column(FOUND_BY, TSVECTOR, Computed(_vector(together), persisted=True))


def has_words(table: FromClause, words: Iterable[str]) -> ColumnElement[bool]:
    """Every one of the words begins a word of the row."""
    return table.c[FOUND_BY].bool_op("@@")(_wanted(words))


def says(about: SQLColumnExpression[str], words: Iterable[str]) -> ColumnElement[bool]:
    """The same for a text without a stored column."""
    return _vector(about).bool_op("@@")(_wanted(words))


def _vector(words: SQLColumnExpression[str]) -> ColumnElement[str]:
    unmarked = func.regexp_replace(func.normalize(func.lower(words), text("NFKD")), MARKS.pattern, "", "g")
    spaced = func.regexp_replace(func.translate(unmarked, *UNMARKED), BETWEEN, " ", "g")
    return func.to_tsvector(SIMPLE, spaced)


def _wanted(words: Iterable[str]) -> ColumnElement[str]:
    """Only letters and digits are in `words`, so none of them is taken for an operator."""
    return func.to_tsquery(SIMPLE, " & ".join(f"'{word}':*" for word in words))
