"""A page asks the same number of questions whether there are five rows or five hundred."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text

from tests.isolation.growth import grow
from tests.isolation.porter import ROUTES

PAGES = [route for route in ROUTES if route.method == "GET"]
MOST = 12
NOT_QUESTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL", "UPDATE sessions SET seen_at")
"""The last of them is no part of a page: a session's use is noted every five minutes, wherever that falls."""


@contextmanager
def asked(engine) -> Iterator[list[str]]:
    found: list[str] = []

    def note(connection, cursor, statement, *rest: object) -> None:
        if not statement.startswith(NOT_QUESTIONS):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def questions(undone_app, visitor, path: str) -> list[str]:
    with asked(undone_app.engine) as found:
        answer = visitor.client.get(path)
    assert answer.status_code < 400, f"{path}: {answer.status_code}"
    return found


@pytest.fixture(scope="module")
def counts(porter, undone_app, undone_visitors) -> dict[str, tuple[int, int]]:
    """Route → questions before and after the growth."""
    here = porter.world.here
    entries = {str(route): porter.entry(route) for route in PAGES}
    paths = {name: porter.path(entry.route, entry.values) for name, entry in entries.items()}

    def counted() -> dict[str, int]:
        return {
            name: len(questions(undone_app, undone_visitors(here, entries[name].person), path))
            for name, path in paths.items()
        }

    with undone_app.undone() as connection:
        counted()
        few = counted()
        grow(connection, here, matters=36, parts=500)
        rows = connection.scalar(text("SELECT count(*) FROM candidates"))
        assert rows >= 400, rows
        many = counted()
    return {name: (few[name], many[name]) for name in paths}


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_the_number_of_questions_is_fixed(counts, route) -> None:
    few, many = counts[str(route)]
    assert few == many, f"{route}: {few} questions with few rows, {many} with many"


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_a_page_asks_at_most_twelve_questions(counts, route) -> None:
    assert counts[str(route)][1] <= MOST


def test_a_page_that_asks_once_a_row_is_found(undone_app) -> None:
    with undone_app.undone() as connection, asked(undone_app.engine) as found:
        for _ in range(3):
            connection.execute(text("SELECT 1"))
    assert len(found) == 3
