"""The operator's pages ask the same number of questions whether there are a few rows or five hundred."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, text

from app import create_app
from infra.servers import Postgres
from migrations.models import metadata
from tenants.base.isolation import school_transaction, sessions
from tenants.programmes.actions import publish_programmes
from tenants.standards.actions import publish_editions
from tests.factories.operators import make_operator, operators_web
from tests.isolation.fixtures import build, something_for_operators
from tests.isolation.operators import WHOLE, name
from tests.isolation.test_queries import MOST, asked
from tests.isolation.visitor import Visitors
from tests.web import Web

PAGES = [rule for rule in WHOLE if rule[0] == "GET"]
GROWN = (
    "schools",
    "interests",
    "announcements",
    "outbox",
    "operator_history",
    "operator_passkeys",
    "support_visits",
    "support_entries",
    "award_claims",
)
ROWS = 500
ANEW = {
    "id": "md5(id::text || n)::uuid",
    "slug": "slug || '-' || n",
    "token_hash": "NULL",
    "unique_key": "unique_key || n",
    "credential_id": "credential_id || decode(md5(n::text), 'hex')",
    "award_claims.code": "code || n",
}
"""What must be different in each copy of a row."""


def superuser(postgres: Postgres, database: str) -> str:
    return postgres.url("postgres", postgres.password, database)


def grow(connection: Connection) -> None:
    for table in GROWN:
        standing = connection.scalar(text(f"SELECT count(*) FROM {table}"))
        connection.execute(text(_repeated(table)), {"times": ROWS // standing})
        assert connection.scalar(text(f"SELECT count(*) FROM {table}")) >= ROWS, table


def _repeated(table: str) -> str:
    columns = [column.name for column in metadata.tables[table].c if column.computed is None]
    values = ", ".join(ANEW.get(f"{table}.{one}", ANEW.get(one, one)) for one in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table}, generate_series(1, :times) AS n"


@pytest.fixture(scope="module")
def counts(databases, postgres, settings) -> Iterator[dict[str, tuple[int, int]]]:
    """Page → questions before and after the growth, in a database that is grown past the wall."""
    database = databases.copy()
    urls = databases.urls(database)
    app = create_app(replace(settings, database_url=urls.app, operator_database_url=urls.operator))
    engines = [create_engine(url) for url in (urls.app, urls.operator, superuser(postgres, database))]
    try:
        yield _counted(app, *engines)
    finally:
        for engine in (app.extensions["engine"], *engines):
            engine.dispose()


def _counted(
    app: Flask, engine: Engine, operator_engine: Engine, superuser: Engine
) -> dict[str, tuple[int, int]]:
    with sessions(operator_engine)() as session:
        publish_editions(session)
        publish_programmes(session)
        session.commit()
        place = build(app, engine, operator_engine, "Grown")
        visitors = Visitors(app, lambda of: school_transaction(sessions(engine)(), of))
        who = make_operator(session)
        ids = something_for_operators(app, session, place, visitors, who)
        web = operators_web(app, operator_engine, who)
        operators_web(app, operator_engine, who).submitted(f"/operator/visits/{ids['visit_id']}")
    paths = {
        name(rule): app.url_map.bind("localhost").build(rule[2], {key: ids[key] for key in rule[3]})
        for rule in PAGES
    }

    def counted() -> dict[str, int]:
        return {page: _questions(web, path) for page, path in paths.items()}

    counted()
    few = counted()
    with superuser.begin() as connection:
        grow(connection)
    many = counted()
    return {page: (few[page], many[page]) for page in paths}


def _questions(web: Web, path: str) -> int:
    """The operator's pages come by connections that are not kept, so each engine is listened to."""
    with asked(Engine) as found:
        answer = web.get(path)
    assert answer.status_code < 400, f"{path}: {answer.status_code}"
    return len(found)


@pytest.mark.parametrize("rule", PAGES, ids=name)
def test_the_number_of_questions_is_fixed(counts, rule) -> None:
    few, many = counts[name(rule)]
    assert 0 < few == many, f"{name(rule)}: {few} questions with few rows, {many} with many"


@pytest.mark.parametrize("rule", PAGES, ids=name)
def test_a_page_asks_at_most_twelve_questions(counts, rule) -> None:
    assert counts[name(rule)][1] <= MOST
