import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from tenants.base.faults import in_words, trail

TYPED = "confidential words"


def caught(deed) -> Exception:
    with pytest.raises(Exception) as told:
        deed()
    return told.value


def test_a_reason_is_kept_without_the_addresses_in_it() -> None:
    error = caught(lambda: refuse("550 5.1.1 <ada.alpha+x@school.example>: no such mailbox"))
    assert in_words(error) == "ValueError: 550 5.1.1 <(address)>: no such mailbox"


def refuse(words: str) -> None:
    raise ValueError(words)


def test_of_a_database_error_code_and_constraint_are_kept(session) -> None:
    error = caught(lambda: session.execute(text("SELECT CAST(:typed AS date)"), {"typed": TYPED}))
    assert isinstance(error, DBAPIError)
    assert in_words(error) == "DataError: InvalidDatetimeFormat 22007"
    assert TYPED not in trail(error)


def test_a_value_that_cannot_be_sent_is_not_quoted() -> None:
    error = StatementError(TYPED, "SELECT :typed", {"typed": TYPED}, ValueError(TYPED))
    assert in_words(error) == "StatementError: ValueError"


def test_an_error_that_the_database_has_no_code_for_is_named() -> None:
    error = DBAPIError("SELECT 1", {}, psycopg.OperationalError(f"no route to {TYPED}"))
    assert in_words(error) == "DBAPIError: OperationalError"


def test_the_trail_leads_through_the_causes() -> None:
    def outer() -> None:
        try:
            refuse(TYPED)
        except ValueError as error:
            raise RuntimeError(TYPED) from error

    told = trail(caught(outer))
    assert told.index("ValueError") < told.index("RuntimeError")
    assert "in refuse" in told
    assert TYPED not in told
