"""Real servers for the tests: one PostgreSQL, one Valkey and one mail server a pytest process."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy import NullPool, create_engine
from werkzeug.serving import make_server

from infra.children import Watcher
from infra.ports import LOOPBACK, free_port
from infra.servers import Postgres, Valkey, new_password

ROOT = Path(__file__).resolve().parents[1]
ROLES = ("owner", "maintenance", "app", "operator")
TEMPLATE = "lectern_template"


@pytest.fixture(scope="session")
def watcher() -> Iterator[Watcher]:
    with Watcher() as watching:
        yield watching


@pytest.fixture(scope="session")
def servers_folder() -> Iterator[Path]:
    """Not pytest's own: when root runs the tests, the servers' user must be able to enter it."""
    folder = Path(tempfile.mkdtemp(prefix="lectern-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres(servers_folder: Path, watcher: Watcher) -> Iterator[Postgres]:
    """Its rows are never counted: a plan that changes while a test runs would make one slow by chance."""
    with Postgres(servers_folder / "postgres", watcher, new_password(), durable=False) as server:
        with server.connect() as connection:
            connection.execute("ALTER SYSTEM SET autovacuum_analyze_threshold = 2147483647")
            connection.execute("SELECT pg_reload_conf()")
        yield server


@pytest.fixture(scope="session")
def valkey(servers_folder: Path, watcher: Watcher) -> Iterator[Valkey]:
    with Valkey(servers_folder / "valkey", watcher, durable=False) as server:
        yield server


@dataclass(frozen=True)
class DatabaseUrls:
    owner: str
    maintenance: str
    app: str
    operator: str

    def environment(self) -> dict[str, str]:
        """As web and worker get it: without the owner's and the maintenance role's."""
        return {"DATABASE_URL": self.app, "OPERATOR_DATABASE_URL": self.operator}


@dataclass
class Databases:
    """Databases like the migrated one, made by copying it."""

    postgres: Postgres
    passwords: dict[str, str] = field(default_factory=lambda: {role: new_password() for role in ROLES})
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def make_template(self) -> None:
        self._admit(TEMPLATE)
        config = Config(ROOT / "alembic.ini")
        engine = create_engine(self.urls(TEMPLATE).owner, poolclass=NullPool)
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def copy(self) -> str:
        name = f"lectern_{next(self._numbers)}"
        self.postgres.create_database(name, owner="lectern_owner", template=TEMPLATE)
        self._admit(name)
        return name

    def urls(self, database: str) -> DatabaseUrls:
        return DatabaseUrls(
            **{role: self.postgres.url(f"lectern_{role}", self.passwords[role], database) for role in ROLES}
        )

    def _admit(self, database: str) -> None:
        passwords = {f"{role}_password": password for role, password in self.passwords.items()}
        self.postgres.run_script(ROOT / "infra" / "roles.sql", "postgres", dbname=database, **passwords)


@pytest.fixture(scope="session")
def databases(postgres: Postgres) -> Databases:
    made = Databases(postgres)
    made.make_template()
    return made


@pytest.fixture(scope="session")
def database_urls(databases: Databases) -> DatabaseUrls:
    """The database that most tests of one process share."""
    return databases.urls(databases.copy())


@pytest.fixture
def own_database_urls(databases: Databases) -> Iterator[DatabaseUrls]:
    """A migrated database of the test's own."""
    name = databases.copy()
    yield databases.urls(name)
    databases.postgres.drop_database(name)


@dataclass
class MailServer:
    """Keeps what it is sent; `answer` may refuse, as a real server would."""

    port: int
    messages: list[EmailMessage] = field(default_factory=list)
    answer: Callable[[EmailMessage], str] = field(default=lambda message: "250 OK")

    @property
    def url(self) -> str:
        return f"smtp://{LOOPBACK}:{self.port}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = BytesParser(policy=policy.default).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        said = self.answer(message)
        if said.startswith("2"):
            self.messages.append(message)
        return said


@contextmanager
def mail_server() -> Iterator[MailServer]:
    keeper = MailServer(free_port())
    controller = Controller(keeper, hostname=LOOPBACK, port=keeper.port)
    controller.start()
    yield keeper
    controller.stop()


@pytest.fixture
def smtp_server() -> Iterator[MailServer]:
    with mail_server() as keeper:
        yield keeper


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The app behind a real socket, for a real browser; gives its address."""
    server = make_server(LOOPBACK, 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
