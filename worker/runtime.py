"""How one job is run. Only its id travels through the queue; school, message and ids are in the outbox."""

import logging
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property
from uuid import UUID

from rq.timeouts import JobTimeoutException
from sqlalchemy import text
from sqlalchemy.orm import Session

from tenants.base import logs
from tenants.base.actor import Actor, system
from tenants.base.errors import Invalid, NotFound, Refused
from tenants.base.faults import in_words, trail
from tenants.base.isolation import school_transaction, sessions
from tenants.base.messages import NotAMessage
from tenants.base.platform import follow_clock
from tenants.base.types import keyring
from tenants.outside.files.store import open_files
from tenants.outside.mail import SmtpMailer, Undeliverable
from tenants.outside.text_records import TextRecords
from worker import handlers, leases, settings, tables  # noqa: F401
from worker.engines import engine
from worker.leases import Claim, LeaseLost
from worker.settings import WorkerSettings
from worker.shapes import Tools

log = logging.getLogger(__name__)


class NoHandler(Exception):
    """Nobody here knows such a message: it comes from another version of the program."""


PERMANENT = (NotFound, Refused, Invalid, Undeliverable, NotAMessage, NoHandler)


class House:
    """What a worker process holds on to: two engines and the tools, made when first asked for."""

    def __init__(self, given: WorkerSettings) -> None:
        self.settings = given
        self.app_engine = engine(given.database_url)
        self.operator_engine = engine(given.operator_database_url)
        self.app = sessions(self.app_engine)
        self.operator = sessions(self.operator_engine)
        keyring.load(list(given.encryption_keys))

    @cached_property
    def tools(self) -> Tools:
        given = self.settings
        return Tools(
            open_files(given.files_url),
            SmtpMailer(given.smtp_url, given.mail_from),
            TextRecords(given.dns_server),
            given.public_url,
        )


@cache
def house() -> House:
    return House(settings.read())


def run(job_id: str) -> None:
    """What RQ calls."""
    perform(house(), UUID(job_id))


def perform(house: House, job_id: UUID) -> None:
    logs.about.set({"job": str(job_id)})
    with house.operator.begin() as session:
        follow_clock(session)
        claim = leases.claim(session, job_id, house.settings.lease_grace)
    if claim is None:
        return log.info("job %s is not to be done now", job_id)
    began = time.monotonic()
    ended = _try(house, claim)
    took = round((time.monotonic() - began) * 1000)
    return logs.line(log, "job", message=claim.message, ended=ended, ms=took)


def _try(house: House, claim: Claim) -> str:
    try:
        _handle(house, claim)
    except LeaseLost:
        log.warning("job %s was taken over by somebody else", claim.job_id)
        return "taken over"
    except Exception as error:
        log.error("job %s (%s) failed: %s\n%s", claim.job_id, claim.message, in_words(error), trail(error))
        _fail(house, claim, error)
        return "failed"
    return "done"


def _handle(house: House, claim: Claim) -> None:
    message_type = handlers.NAMES.get(claim.message)
    if message_type is None:
        raise NoHandler(claim.message)
    handlers.HANDLERS[message_type].perform(JobRun(house, claim), message_type.read(claim.payload))


def _fail(house: House, claim: Claim, error: Exception) -> None:
    cause = next((each for each in chain(error) if isinstance(each, JobTimeoutException)), error)
    with house.operator.begin() as session:
        leases.fail(session, claim, in_words(cause), permanent=isinstance(error, PERMANENT))


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from: out of time in the middle of a query looks like a broken connection."""
    while error is not None:
        yield error
        error = error.__context__


@dataclass(frozen=True)
class JobRun:
    house: House
    claim: Claim

    @property
    def id(self) -> UUID:
        return self.claim.job_id

    @property
    def actor(self) -> Actor:
        return system(self._school_id)

    @property
    def tools(self) -> Tools:
        return self.house.tools

    @contextmanager
    def school(self) -> Iterator[Session]:
        with self.house.app() as session, school_transaction(session, self._school_id):
            session.execute(text(f"SET LOCAL statement_timeout = {self._patience}"))
            yield session

    def platform(self) -> AbstractContextManager[Session]:
        return self.house.operator.begin()

    def hold(self, session: Session) -> None:
        leases.hold(session, self.claim)

    def finish(self, session: Session) -> None:
        leases.finish(session, self.claim)

    def report(self, done: int, total: int, note: str | None = None) -> None:
        with self.house.operator.begin() as session:
            leases.report(session, self.claim, done, total, note)

    @property
    def _patience(self) -> int:
        """Milliseconds. A statement must not hold its locks when whoever waited for it was stopped or died."""
        return int((self.claim.time_limit + timedelta(seconds=1)).total_seconds() * 1000)

    @property
    def _school_id(self) -> UUID:
        if self.claim.school_id is None:
            raise NotAMessage(f"{self.claim.message} was asked for without a school")
        return self.claim.school_id
