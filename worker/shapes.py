"""The shapes a job can have. The shape settles what is one transaction and what may happen twice, so that a
handler is only plain functions."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.messages import Message
from tenants.outside.files.store import FileStore
from tenants.outside.mail import Mailer
from tenants.outside.text_records import TextRecords

M = TypeVar("M", bound=Message)
P = TypeVar("P")
R = TypeVar("R")
Taken = TypeVar("Taken", bound=Message, contravariant=True)


@dataclass(frozen=True)
class Tools:
    """What a job may use of the world outside."""

    files: FileStore
    mailer: Mailer
    text_records: TextRecords
    public_url: str


class Run(Protocol):
    """One run of one job. `id` is the same each time the job is tried, so it serves as the key by which an
    outside system knows a repetition."""

    @property
    def id(self) -> UUID: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def tools(self) -> Tools: ...
    def school(self) -> AbstractContextManager[Session]:
        """A transaction of the job's school."""

    def platform(self) -> AbstractContextManager[Session]:
        """A transaction of the operator's, who sees no school's content."""

    def hold(self, session: Session) -> None: ...
    def finish(self, session: Session) -> None: ...
    def report(self, done: int, total: int, note: str | None = None) -> None:
        """Shown live to who waits for the job."""


class Handler(Protocol[Taken]):
    def perform(self, run: Run, message: Taken) -> None: ...


@dataclass(frozen=True)
class InSchool(Generic[M]):
    """All effects are rows of the school: they and the mark that the job is done are one transaction."""

    work: Callable[[Session, Actor, M, Run], None]

    def perform(self, run: Run, message: M) -> None:
        with run.school() as session:
            self.work(session, run.actor, message, run)
            run.finish(session)


@dataclass(frozen=True)
class OnPlatform(Generic[M]):
    """The same for platform tables, for a message that belongs to no school."""

    work: Callable[[Session, M, Run], None]

    def perform(self, run: Run, message: M) -> None:
        with run.platform() as session:
            self.work(session, message, run)
            run.finish(session)


@dataclass(frozen=True)
class Outside(Generic[M, P, R]):
    """Something happens outside: a file, a mail, a payment. `prepare` reads what is needed and answers with
    plain values, or None when there is nothing to do any more; no transaction is open during `effect`, which
    must use `run.id` as its key; `settle` writes down what came of it.

    A run that is cut short starts again at `prepare`: only `settle` is sure to happen once."""

    prepare: Callable[[Session, Actor, M], P | None]
    effect: Callable[[P, Run], R]
    settle: Callable[[Session, Actor, P, R], None]

    def perform(self, run: Run, message: M) -> None:
        with run.school() as session:
            prepared = self.prepare(session, run.actor, message)
            if prepared is None:
                return run.finish(session)
            run.hold(session)
        result = self.effect(prepared, run)
        with run.school() as session:
            self.settle(session, run.actor, prepared, result)
            run.finish(session)
        return None


@dataclass(frozen=True)
class OutsideOnPlatform(Generic[M, P]):
    """The same for a message that belongs to no school, whose effect leaves nothing to be written down."""

    prepare: Callable[[Session, M], P | None]
    effect: Callable[[P, Run], None]

    def perform(self, run: Run, message: M) -> None:
        with run.platform() as session:
            prepared = self.prepare(session, message)
            if prepared is None:
                return run.finish(session)
            run.hold(session)
        self.effect(prepared, run)
        with run.platform() as session:
            run.finish(session)
        return None
