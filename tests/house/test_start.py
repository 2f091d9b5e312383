"""The roof refuses to stand on a database role that could get round the wall."""

import gc
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import make_url

from app import create_app
from tenants.base.guard import UnsafeRole


def superuser(postgres, urls) -> str:
    return postgres.url("postgres", postgres.password, make_url(urls.app).database)


UNSAFE: dict[str, Callable] = {
    "owner": lambda postgres, urls: urls.owner,
    "maintenance": lambda postgres, urls: urls.maintenance,
    "operator": lambda postgres, urls: urls.operator,
    "superuser": superuser,
}


@pytest.fixture(autouse=True)
def _closed_connections() -> Iterator[None]:
    """A start that is refused ends its process, which closes what it had opened; here a test stands for it."""
    yield
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()


@pytest.mark.parametrize("role", UNSAFE)
def test_the_app_does_not_start_as_anyone_but_its_own_role(
    settings, postgres, database_urls, role: str
) -> None:
    unsafe = replace(settings, database_url=UNSAFE[role](postgres, database_urls))
    with pytest.raises(UnsafeRole):
        create_app(unsafe)


def test_the_app_starts_as_its_own_role(settings) -> None:
    create_app(settings).extensions["engine"].dispose()
