"""What each page asks the database, and how the database goes about it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, NullPool, create_engine, event

from tenants.base.records import SchoolRecord, classes
from tests.bench.load import Asked

SCAN = re.compile(r"Seq Scan on (\w+)")
WALLED = {one.__tablename__ for one in classes(SchoolRecord)}
SETTING = "SET LOCAL"


@dataclass(frozen=True)
class Query:
    statement: str
    parameters: Any


@dataclass(frozen=True)
class Plan:
    statement: str
    lines: list[str]

    @property
    def scans(self) -> list[str]:
        """Tables of schools that are read from end to end."""
        return [name for line in self.lines for name in SCAN.findall(line) if name in WALLED]


def queries(app: Flask, asked: Asked) -> list[Query]:
    """What one page asks, the second time it is opened. Begins with the setting of the school, if it has one."""
    client = app.test_client(use_cookies=False)
    headers = {"Cookie": asked.cookie} if asked.cookie else {}
    client.get(asked.path, headers=headers)
    with _listening(app.extensions["engine"]) as heard:
        answer = client.get(asked.path, headers=headers)
    assert answer.status_code == 200, (asked.path, answer.status_code)
    return heard


@contextmanager
def _listening(engine: Engine) -> Iterator[list[Query]]:
    heard: list[Query] = []

    def hear(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        heard.append(Query(statement, parameters))

    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


def plans(url: str, asked: list[Query]) -> list[Plan]:
    """As lectern_app, in the school: as PostgreSQL went about each of them."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return [plan for one in asked if (plan := _plan(connection, one))]


def _plan(connection: Connection, query: Query) -> Plan | None:
    if query.statement.startswith(SETTING):
        connection.exec_driver_sql(query.statement)
        return None
    rows = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS) {query.statement}", query.parameters)
    return Plan(query.statement, [row[0] for row in rows])
