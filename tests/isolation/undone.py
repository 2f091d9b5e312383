"""The app on one connection whose work is undone: each form finds the world as it was made."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import sessionmaker

from tenants.base.records import SchoolRecord, classes

PASSING_BY = {"sessions", "form_receipts"}
"""Rows that come and go with looking, not with doing."""


@dataclass
class UndoneApp:
    """What a request of this app commits is a savepoint inside a transaction that ends in a rollback."""

    app: Flask
    engine: Engine
    make_session: sessionmaker

    @contextmanager
    def undone(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            self.make_session.configure(bind=connection, join_transaction_mode="create_savepoint")
            with connection.begin() as work:
                yield connection
                work.rollback()


def contents(connection: Connection, school_id: UUID) -> dict[str, tuple[int, int]]:
    """Every table of the school: how many rows, and a sum over all that they say."""
    connection.exec_driver_sql(f"SET LOCAL lectern.school_id = '{school_id}'")
    tables = [cls.__tablename__ for cls in classes(SchoolRecord) if cls.__tablename__ not in PASSING_BY]
    counted = " UNION ALL ".join(
        f"SELECT '{table}', count(*), coalesce(sum(hashtextextended(each::text, 0)), 0) FROM {table} AS each"
        for table in [*tables, "outbox"]
    )
    return {name: (many, int(told)) for name, many, told in connection.execute(text(counted))}
