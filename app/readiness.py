"""Whether this process can serve: what it stands on is there, and of the right version."""

from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from app.settings import Settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"
PATIENCE = 2
"""Seconds. Whoever asks, asks again."""


class Readiness:
    """On connections of its own, so that neither a full pool nor a slow page makes it wait."""

    def __init__(self, told: Settings) -> None:
        self._engine = create_engine(
            told.database_url,
            poolclass=NullPool,
            hide_parameters=True,
            connect_args={"connect_timeout": PATIENCE},
        )
        self._valkey = Redis.from_url(
            told.redis_url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
        )
        self._wanted = ScriptDirectory(str(MIGRATIONS)).get_current_head()

    def failing(self) -> list[str]:
        """Names of parts, without a word of where they are or what they said."""
        return [*self._of_database(), *self._of_valkey()]

    def _of_database(self) -> list[str]:
        try:
            with self._engine.connect() as connection:
                found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        except ProgrammingError:
            return ["migrations"]
        except DBAPIError:
            return ["database"]
        return [] if found == self._wanted else ["migrations"]

    def _of_valkey(self) -> list[str]:
        try:
            self._valkey.ping()
        except (RedisError, OSError):
            return ["valkey"]
        return []


def install(app: Flask, told: Settings) -> None:
    app.extensions["readiness"] = Readiness(told)
