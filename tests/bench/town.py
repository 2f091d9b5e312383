"""A database with so many schools, and the web server in front of it."""

import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.fernet import Fernet
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.orm import Session

from infra.children import Child, Watcher, wait_until
from infra.ports import LOOPBACK, free_port
from infra.serve import command, shared_counts
from tenants.base import clock
from tenants.base.isolation import school_transaction, sessions
from tenants.base.types import keyring
from tenants.programmes.actions import publish_programmes
from tenants.schools.models import School
from tenants.standards.actions import publish_editions
from tests.bench.a_large_cohort import enlarge
from tests.bench.a_school import Sample, fill
from tests.bench.copies import Multiplier
from tests.bench.load import Asked, Server
from tests.bench.pages import PageOf
from tests.servers import Databases, DatabaseUrls

ROOT = Path(__file__).resolve().parents[2]
MOST_VISITED = 200
"""Schools among which the browsers of a run are spread."""
SECRET, ENCRYPTION = os.urandom(32).hex(), Fernet.generate_key().decode()
FORM_TOKEN = os.urandom(20).hex()
"""Which a browser has from its second page on."""
PATIENCE = 60
SERVED = "app.wsgi:served"


@dataclass(frozen=True)
class Town:
    size: int
    urls: DatabaseUrls
    sample: Sample
    seconds: float
    """That it took to fill."""

    def environment(self, redis_url: str, folder: Path) -> dict[str, str]:
        return self.urls.environment() | {
            "REDIS_URL": redis_url,
            "SECRET_KEY": SECRET,
            "ENCRYPTION_KEYS": ENCRYPTION,
            "PUBLIC_URL": f"http://{LOOPBACK}",
            "FILES_URL": folder.as_uri(),
            "SMTP_URL": f"smtp://{LOOPBACK}:1",
            "MAIL_FROM": "Lectern <no-reply@lectern.example>",
            "LECTERN_PROXIES": "1",
        }

    def asked(self, page: PageOf, app: Flask) -> list[Asked]:
        """The page in schools from all over the town; the first is the pattern of the others and not visited."""
        numbers = large(self.size) if page.large else range(1, self.size, _apart(self.size))
        return [self._in_school(page, number, app) for number in numbers]

    def _in_school(self, page: PageOf, number: int, app: Flask) -> Asked:
        slug = f"bench-{number}"
        path = page.at(slug, number, self.sample)
        if page.who is None:
            return Asked(path)
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        signed = signer.dumps({"tokens": {slug: self.sample.tokens[page.who]}, "csrf_token": FORM_TOKEN})
        return Asked(path, f"{app.config['SESSION_COOKIE_NAME']}={signed}")


def large(size: int) -> range:
    """Numbers of the schools with a large cohort: neighbours of those that the other pages are asked in."""
    return range(2, size, _apart(size))


def _apart(size: int) -> int:
    """An even number, so that the two kinds of schools never meet."""
    return max(2, size // MOST_VISITED // 2 * 2)


def build(databases: Databases, size: int) -> Town:
    began = time.monotonic()
    name = databases.copy()
    urls = databases.urls(name)
    keyring.load([ENCRYPTION])
    first = first_school(urls)
    sample = in_first(urls, first, fill)
    url = databases.postgres.url("postgres", databases.postgres.password, name, "postgresql")
    _copy(url, first, [number for number in range(1, size) if number not in large(size)])
    sample = in_first(urls, first, lambda session: enlarge(session, sample))
    _copy(url, first, large(size))
    return Town(size, urls, sample, time.monotonic() - began)


def first_school(urls: DatabaseUrls) -> UUID:
    with sessions(create_engine(urls.operator, poolclass=NullPool))() as session:
        publish_editions(session)
        publish_programmes(session)
        school = School(
            id=UUID(int=0), slug="bench-0", name="Bench School 0", places=50, created_at=clock.now(),
            set_up_at=clock.now(),
        )  # fmt: skip
        session.add(school)
        session.commit()
        return school.id


def in_first(urls: DatabaseUrls, school_id: UUID, step: Callable[[Session], Sample]) -> Sample:
    with (
        sessions(create_engine(urls.app, poolclass=NullPool))() as session,
        school_transaction(session, school_id),
    ):
        return step(session)


def _copy(url: str, first: UUID, numbers: Sequence[int]) -> None:
    copies = Multiplier(url, first)
    copies.make(numbers)
    copies.close()


@contextmanager
def serving(
    watcher: Watcher, environment: dict[str, str], log: Path, database_pid: int, factory: str = SERVED
) -> Iterator[Server]:
    """As in production (infra/serve.py)."""
    port = free_port()
    told = os.environ | environment | {"WEB_PORT": str(port)}
    told |= shared_counts(told)
    child = Child(watcher, [*command(told)[:-1], factory], log, told, cwd=ROOT)
    child.start()
    try:
        assert wait_until(lambda: _answers(f"http://{LOOPBACK}:{port}/"), PATIENCE), log.read_text()
        yield Server(port, child.pid, database_pid)
    finally:
        child.stop()


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        time.sleep(0.1)
        return False
    return True


@contextmanager
def without_wall(urls: DatabaseUrls) -> Iterator[None]:
    """Row-level security off on every table, for as long as this lasts."""
    with create_engine(urls.owner, poolclass=NullPool).connect() as owner:
        tables = _walled(owner)
        for table in tables:
            owner.execute(text(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"))
        owner.commit()
        try:
            yield
        finally:
            for table in tables:
                owner.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
            owner.commit()


def _walled(owner: Connection) -> list[str]:
    asked = "SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r' ORDER BY relname"
    return list(owner.scalars(text(asked)))
