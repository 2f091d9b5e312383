"""What may be written down about an error: its kind, its reason and where it happened, but nothing of what
people typed and no mail address."""

import re
import traceback
from collections.abc import Iterator

from sqlalchemy.exc import StatementError

ADDRESS = re.compile(r"[^\s@<>()\[\]{}'\",;:]+@[^\s@<>()\[\]{}'\",;]+")


def in_words(error: BaseException) -> str:
    """Of what the database says only code and constraint are kept: the rest quotes rows."""
    reason = (
        _of_database(error) if isinstance(error, StatementError) else ADDRESS.sub("(address)", str(error))
    )
    return f"{type(error).__name__}: {reason}"


def trail(error: BaseException) -> str:
    """The lines of code it came through, causes first, without its words."""
    return "\n".join(
        f"{''.join(traceback.format_tb(one.__traceback__))}{_kind(one)}" for one in _causes(error)
    )


def _of_database(error: StatementError) -> str:
    told = getattr(error.orig, "diag", None)
    known = (
        getattr(error.orig, "sqlstate", None),
        getattr(told, "table_name", None),
        getattr(told, "constraint_name", None),
    )
    return " ".join([type(error.orig).__name__, *filter(None, known)])


def _kind(error: BaseException) -> str:
    return in_words(error) if isinstance(error, StatementError) else type(error).__name__


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    if error is not None:
        yield from _causes(error.__cause__ or error.__context__)
        yield error
