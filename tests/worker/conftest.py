import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from jinja2 import ChoiceLoader, DictLoader
from redis import Redis
from sqlalchemy import create_engine, select, update
from sqlalchemy.orm import Session

from infra.servers import Valkey
from tenants.base import clock
from tenants.base.history import HistoryEntry
from tenants.base.isolation import school_transaction
from tenants.base.messages import Message
from tenants.base.outbox import OutboxMessage, ask
from tenants.base.platform import ClockSetting
from tests.conftest import KEY, InSchool
from tests.factories.schools import make_school
from tests.name_server import NameServer
from tests.servers import DatabaseUrls, MailServer
from tests.worker import messages
from tests.worker.letters import kept_letters
from worker import mail, runtime
from worker.runtime import House
from worker.settings import WorkerSettings

Teach = Callable[[type[Message], Any], None]


@pytest.fixture(scope="session", autouse=True)
def _letters(request: pytest.FixtureRequest) -> Iterator[None]:
    """Kept and drawn where `infra/pictures` asks for them."""
    folder = os.environ.get("LECTERN_LETTERS")
    if folder is None:
        yield
        return
    browser = request.getfixturevalue("browser")
    with kept_letters(Path(folder)) as letters:
        yield
    letters.draw(browser)
    if letters.missing:
        pytest.fail(f"No test of the worker sends: {', '.join(letters.missing)}", pytrace=False)


@pytest.fixture
def worker_settings(
    own_database_urls: DatabaseUrls,
    valkey: Valkey,
    smtp_server: MailServer,
    running_name_server: NameServer,
    tmp_path: Path,
) -> WorkerSettings:
    """The test's own database, an emptied queue, a real mail server, an own folder for files."""
    redis_url = valkey.url(1)
    with Redis.from_url(redis_url) as redis:
        redis.flushdb()
    return WorkerSettings(
        database_url=own_database_urls.app,
        operator_database_url=own_database_urls.operator,
        redis_url=redis_url,
        encryption_keys=(KEY,),
        public_url="https://lectern.example",
        files_url=f"file://{tmp_path}/files",
        smtp_url=smtp_server.url,
        mail_from="Lectern <post@lectern.example>",
        dns_server=running_name_server.address,
        stall=timedelta(seconds=0),
    )


@pytest.fixture(autouse=True)
def _known_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    messages.teach(messages.HANDLERS, monkeypatch.setitem)
    loader = ChoiceLoader([DictLoader({"test.txt": messages.WORDING}), mail.PIECES])
    monkeypatch.setattr(mail.WORDING, "loader", loader)
    logging.getLogger("rq").setLevel(logging.CRITICAL)


@pytest.fixture
def house(worker_settings: WorkerSettings) -> Iterator[House]:
    made = House(replace(worker_settings, lease_grace=timedelta(seconds=10)))
    yield made
    made.app_engine.dispose()
    made.operator_engine.dispose()


@pytest.fixture
def operator(house: House) -> Iterator[Session]:
    with house.operator() as session:
        yield session


@pytest.fixture
def school_id(operator: Session) -> UUID:
    return make_school(operator)


@pytest.fixture
def other_school_id(operator: Session) -> UUID:
    return make_school(operator)


@pytest.fixture
def in_own_school(house: House) -> InSchool:
    """Like in_school, in the test's own database."""

    @contextmanager
    def enter(school: UUID) -> Iterator[Session]:
        with house.app() as session, school_transaction(session, school):
            yield session

    return enter


@pytest.fixture
def asked(in_own_school: InSchool) -> Callable[..., UUID]:
    """`asked(school_id, Note())` → the id of a job that was asked for and committed."""

    def ask_in(school: UUID, message: Message, **options: object) -> UUID:
        with in_own_school(school) as session:
            return ask(session, message, **options)

    return ask_in


@pytest.fixture
def job(house: House) -> Callable[[UUID], OutboxMessage]:
    """A job as it stands now."""

    def read(job_id: UUID) -> OutboxMessage:
        with house.operator() as session:
            return session.get_one(OutboxMessage, job_id)

    return read


@pytest.fixture
def noted(own_database_urls: DatabaseUrls) -> Callable[[], list[str]]:
    """The jobs that left a line in history, past the wall: one entry for each line."""

    def read() -> list[str]:
        engine = create_engine(own_database_urls.maintenance)
        with engine.connect() as connection:
            found = connection.scalars(
                select(HistoryEntry.reason).where(HistoryEntry.action == "tests:noted")
            )
            reasons = list(found)
        engine.dispose()
        return reasons

    return read


def mark(house: runtime.House, job_id: UUID, **values: Any) -> None:
    with house.operator.begin() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.id == job_id).values(**values))


@pytest.fixture
def set_clock(house, real_clock) -> Callable[[datetime], None]:
    """Moves the clock of this process, and of every job."""

    def move(now: datetime) -> None:
        offset = round((now - datetime.now(UTC)).total_seconds())
        with house.operator.begin() as session:
            session.merge(ClockSetting(id=1, offset_seconds=offset))
        clock.move_by(timedelta(seconds=offset))

    return move


@pytest.fixture
def handle(monkeypatch) -> Teach:
    """`handle(Note, handler)` puts another handler in place for this test."""
    return lambda message, handler: messages.teach({message: handler}, monkeypatch.setitem)


@pytest.fixture
def perform(house) -> Callable[[UUID], None]:
    """Does the job as a worker would, right after it was sent."""

    def send_and_perform(job_id: UUID) -> None:
        mark(house, job_id, state="sent")
        runtime.perform(house, job_id)

    return send_and_perform
