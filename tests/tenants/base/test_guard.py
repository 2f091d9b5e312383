import psycopg
import pytest
from sqlalchemy import NullPool, create_engine, make_url

from tenants.base.guard import UnsafeRole, refuse_unsafe_role


def refuse(url: str, role: str) -> None:
    refuse_unsafe_role(create_engine(url, poolclass=NullPool), role)


@pytest.mark.parametrize("role", ["app", "operator"])
def test_the_roles_of_web_and_worker_may_start(database_urls, role: str) -> None:
    refuse(getattr(database_urls, role), f"lectern_{role}")


def test_another_role_than_the_expected_one_is_refused(database_urls) -> None:
    with pytest.raises(UnsafeRole, match="lectern_operator, and lectern_app is needed"):
        refuse(database_urls.operator, "lectern_app")


@pytest.mark.parametrize(
    ("role", "danger"), [("maintenance", "bypasses row-level security"), ("owner", "owns tables")]
)
def test_a_role_that_could_get_round_the_wall_is_refused(database_urls, role: str, danger: str) -> None:
    with pytest.raises(UnsafeRole, match=danger):
        refuse(getattr(database_urls, role), f"lectern_{role}")


def test_a_superuser_is_refused(postgres, database_urls) -> None:
    url = postgres.url("postgres", postgres.password, make_url(database_urls.app).database)
    with pytest.raises(UnsafeRole, match="is a superuser"):
        refuse(url, "postgres")


def test_a_role_that_may_become_the_owner_is_refused(postgres, database_urls) -> None:
    with postgres.connect() as connection:
        connection.execute("CREATE ROLE sly LOGIN PASSWORD 'sly' IN ROLE lectern_owner")
    name = make_url(database_urls.app).database
    try:
        with pytest.raises(UnsafeRole, match="owns tables"):
            refuse(postgres.url("sly", "sly", name), "sly")
    finally:
        with psycopg.connect(
            postgres.url("postgres", postgres.password, "postgres", "postgresql")
        ) as connection:
            connection.execute("DROP ROLE sly")
