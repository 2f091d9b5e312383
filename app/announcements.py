"""What is announced to every school: read a few times a minute by each process, not by each page."""

import logging
import time
from datetime import date
from threading import Lock

from flask import Flask
from sqlalchemy import Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.faults import in_words
from tenants.operators.queries.announcements import standing_until

log = logging.getLogger(__name__)

KEPT_SECONDS = 10


class Board:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = Lock()
        self._read_at: float | None = None
        self._standing: list[tuple[str, date, date]] = []

    def shown(self) -> list[str]:
        """The words that stand today. While the database is away, those that stood last."""
        if self._is_old() and self._turn.acquire(blocking=False):
            try:
                self._read()
            finally:
                self._turn.release()
        today = clock.today()
        return [words for words, begins_on, ends_on in self._standing if begins_on <= today <= ends_on]

    def _is_old(self) -> bool:
        return self._read_at is None or time.monotonic() - self._read_at > KEPT_SECONDS

    def _read(self) -> None:
        self._read_at = time.monotonic()
        try:
            with Session(self._engine) as session:
                self._standing = standing_until(session, clock.today())
        except DBAPIError as error:
            log.warning("announcements could not be read: %s", in_words(error))


def install(app: Flask, database_url: str) -> None:
    """With a connection of its own each time: a request that holds one must not wait for a second."""
    board = Board(create_engine(database_url, poolclass=NullPool, hide_parameters=True))
    app.extensions["announcements"] = board
    app.jinja_env.globals["announcements"] = board.shown
