"""An address with a name, for the pages that a browser asks for one; and how many questions a page asks."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import event

from tests.servers import serving

QueryCounter = Callable[[Callable[[], object]], int]


@pytest.fixture(scope="module")
def named_address(app: Flask) -> Iterator[str]:
    """Where the app answers, under a name: passkeys are not for addresses of numbers."""
    kept = app.extensions["outside"]
    with serving(app) as numbers:
        named = numbers.replace("127.0.0.1", "localhost")
        app.extensions["outside"] = replace(kept, public_url=named)
        yield named
        app.extensions["outside"] = kept


@pytest.fixture
def queries(app: Flask) -> QueryCounter:
    """How many statements the app sends while something is done."""

    def counted(act: Callable[[], object]) -> int:
        sent: list[str] = []

        def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
            sent.append(statement)

        event.listen(app.extensions["engine"], "before_cursor_execute", note)
        try:
            act()
        finally:
            event.remove(app.extensions["engine"], "before_cursor_execute", note)
        return sum(not statement.startswith("SET") for statement in sent)

    return counted
