from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from app import create_app
from app.settings import Settings
from app.wsgi import ALLOCATED
from infra.servers import Valkey
from tenants.base import clock
from tenants.base.isolation import school_transaction, sessions
from tenants.base.types import keyring
from tenants.programmes.actions import publish_programmes
from tenants.standards.actions import publish_editions
from tests.factories.schools import make_school
from tests.name_server import NameServer
from tests.web import Person, Web

if TYPE_CHECKING:
    from tests.servers import DatabaseUrls

pytest_plugins = ["tests.servers", "tests.browser", "tests.isolation.fixtures"]

# How long anything takes says something about the machine, not about the house.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# Many apps are made in one run; each template is translated once for all of them.
TEMPLATES = Path(__file__).resolve().parents[1] / ".pytest_cache" / "templates"
TEMPLATES.mkdir(parents=True, exist_ok=True)
Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(TEMPLATES))}

InSchool = Callable[[UUID], AbstractContextManager[Session]]
KEY = Fernet.generate_key().decode()
keyring.load([KEY])


LONGEST = (
    "tests/walk/test_pages.py",
    "tests/isolation/test_routes.py",
    "tests/isolation/test_map.py",
    "tests/journeys/test_year.py",
    "tests/forms/test_ids_in_forms.py",
    "tests/journeys/test_main_job.py",
    "tests/infra/test_house.py",
    "tests/forms/test_forms.py",
    "tests/journeys/test_delegation.py",
    "tests/infra/test_serve.py",
)
"""Begun first, they leave no worker alone with one of them at the end; not two with a browser of their own at once."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def turn(item: pytest.Item) -> int:
        file = item.nodeid.split("::")[0]
        return LONGEST.index(file) if file in LONGEST else len(LONGEST)

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """As in the server (`app/wsgi.py`): what was loaded stays, and is not looked through again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATED)


@pytest.fixture(autouse=True)
def keys_of_the_run() -> Iterator[None]:
    """A process has one keyring: a test that loads other keys leaves none of them to the next."""
    yield
    keyring.load([KEY])


@pytest.fixture(scope="session")
def engine(database_urls: DatabaseUrls) -> Iterator[Engine]:
    """As lectern_app: behind the wall."""
    made = create_engine(database_urls.app)
    yield made
    made.dispose()


@contextmanager
def published(urls: DatabaseUrls) -> Iterator[Engine]:
    """As lectern_operator, in a database that has the national standards and programmes."""
    made = create_engine(urls.operator)
    with sessions(made)() as session:
        publish_editions(session)
        publish_programmes(session)
        session.commit()
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def operator_engine(database_urls: DatabaseUrls) -> Iterator[Engine]:
    with published(database_urls) as made:
        yield made


@pytest.fixture(scope="session")
def maintenance_engine(database_urls: DatabaseUrls) -> Iterator[Engine]:
    """Past the wall: only to look at what is really there."""
    made = create_engine(database_urls.maintenance)
    yield made
    made.dispose()


@pytest.fixture
def operator(operator_engine: Engine) -> Iterator[Session]:
    with sessions(operator_engine)() as session:
        yield session


@pytest.fixture
def in_school(engine: Engine) -> InSchool:
    """A transaction in a school, committed at the end: `with in_school(school_id) as session:`."""

    @contextmanager
    def enter(school_id: UUID) -> Iterator[Session]:
        with sessions(engine)() as made, school_transaction(made, school_id):
            yield made

    return enter


@pytest.fixture
def school_id(operator: Session) -> UUID:
    return make_school(operator)


@pytest.fixture
def other_school_id(operator: Session) -> UUID:
    return make_school(operator)


class Over(Exception):
    """Nothing of the test is kept."""


@pytest.fixture
def session(engine: Engine, school_id: UUID) -> Iterator[Session]:
    """One transaction in the school of the test, rolled back at the end."""

    with sessions(engine)() as made, suppress(Over), school_transaction(made, school_id):
        yield made
        raise Over


@pytest.fixture
def real_clock() -> Iterator[None]:
    yield
    clock.move_by(timedelta())


@pytest.fixture(scope="session")
def running_name_server() -> Iterator[NameServer]:
    with NameServer() as server:
        yield server


@pytest.fixture
def name_server(running_name_server: NameServer) -> NameServer:
    """Knows no domain, until a test tells it of one."""
    running_name_server.reset()
    return running_name_server


@pytest.fixture(scope="session")
def settings(database_urls: DatabaseUrls, valkey: Valkey, running_name_server: NameServer) -> Settings:
    return Settings(
        database_url=database_urls.app,
        operator_database_url=database_urls.operator,
        redis_url=valkey.url(),
        secret_key="a-key-for-one-test-run-" + "0" * 32,
        secret_key_fallbacks=(),
        encryption_keys=(KEY,),
        public_url="http://localhost",
        files_url="memory://",
        smtp_url="smtp://127.0.0.1:1",
        mail_from="Lectern <lectern@lectern.example>",
        demonstration=False,
        allowed_issuers=(),
        clamd_socket=None,
        dns_server=running_name_server.address,
    )


@pytest.fixture(scope="session")
def app(settings: Settings, engine: Engine) -> Iterator[Flask]:
    made = create_app(settings)
    made.testing = True
    yield made
    made.extensions["engine"].dispose()


@pytest.fixture
def web(app: Flask) -> Web:
    """A visitor's browser, without scripts."""
    return Web(app)


@pytest.fixture
def person(app: Flask, in_school: InSchool) -> Person:
    """`person(school_id, staff_id)` → the browser of somebody signed in there."""
    return Person(app, in_school)
