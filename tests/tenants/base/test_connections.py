from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text

from tenants.base.connections import replace_dead

OWN = text("SELECT pg_backend_pid()")


@pytest.fixture
def kept(database_urls) -> Iterator[Engine]:
    made = create_engine(database_urls.app, pool_size=1, max_overflow=0)
    replace_dead(made)
    yield made
    made.dispose()


def test_a_kept_connection_is_used_again(kept: Engine) -> None:
    with kept.connect() as one:
        first = one.scalar(OWN)
    with kept.connect() as again:
        assert again.scalar(OWN) == first


def test_one_whose_server_has_hung_up_is_replaced(kept: Engine, postgres) -> None:
    with kept.connect() as one:
        first = one.scalar(OWN)
    with postgres.connect() as superuser:
        superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    with kept.connect() as again:
        assert again.scalar(OWN) != first


def test_one_that_was_closed_at_our_end_is_replaced(kept: Engine) -> None:
    with kept.connect() as one:
        one.connection.dbapi_connection.close()
    with kept.connect() as again:
        assert again.scalar(text("SELECT 1")) == 1
