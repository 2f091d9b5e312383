"""The outbox: a job is asked for in the transaction that needs it, so neither can happen without the other.

Due times follow the clock of the house, which the demonstration may move. Leases and sendings are about
processes that really run, so they follow the database server's clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, ForeignKey, Index, func, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.ids import new_id
from tenants.base.isolation import bound_school
from tenants.base.messages import Message
from tenants.base.records import OWN_SCHOOL, PlatformRecord, Policy, one_of


class JobState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


DROPPED_IN = "(school_id IS NULL AND message = 'enquiries.send_link')"
"""What a page for anyone may ask of the platform, and then not look at."""


class OutboxMessage(PlatformRecord):
    """One job. `attempts` counts claims and `sends` the handings-over to the queue; `claimed_by` is a new
    random id for each claim, so that whoever lost its lease can no longer mark anything. `aside_because`: of a
    dead letter that somebody looked at and decided not to play again."""

    __tablename__ = "outbox"
    policies: ClassVar[tuple[Policy, ...]] = (
        Policy("lectern_app", "SELECT, UPDATE", OWN_SCHOOL),
        Policy("lectern_app", "INSERT", f"{OWN_SCHOOL} OR {DROPPED_IN}"),
        Policy("lectern_operator", "SELECT, INSERT, UPDATE, DELETE"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("schools.id"))
    message: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    unique_key: Mapped[str | None]
    urgent: Mapped[bool]
    tries: Mapped[int]
    time_limit: Mapped[int]
    state: Mapped[str]
    sends: Mapped[int]
    attempts: Mapped[int]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    claimed_by: Mapped[UUID | None]
    total: Mapped[int | None]
    done: Mapped[int | None]
    note: Mapped[str | None]
    error: Mapped[str | None]
    aside_because: Mapped[str | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("state", JobState),
        Index(
            "uq_outbox_key",
            "message",
            "unique_key",
            "school_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("unique_key IS NOT NULL"),
        ),
        Index("ix_outbox_queued", "school_id", "due_at", postgresql_where=text("state = 'queued'")),
        Index("ix_outbox_in_flight", "state", postgresql_where=text("state IN ('sent', 'running')")),
        Index("ix_outbox_finished", "finished_at", postgresql_where=text("finished_at IS NOT NULL")),
    )


def server_time() -> ColumnElement[datetime]:
    return func.statement_timestamp(type_=DateTime(timezone=True))


def ask(
    session: Session, message: Message, unique_key: str | None = None, due_at: datetime | None = None
) -> UUID:
    """The job's id; the earlier job's, when this school asked for the same message with the same key."""
    school_id, job_id = bound_school(session), new_id()
    row = _row(job_id, school_id, message, unique_key, due_at)
    if session.scalar(insert(OutboxMessage).values(row).on_conflict_do_nothing().returning(OutboxMessage.id)):
        return job_id
    earlier = select(OutboxMessage.id).where(*_keyed(school_id, type(message), unique_key))
    return session.scalars(earlier).one()


def drop_in(session: Session, message: Message) -> None:
    """For a page for anyone, that has no school: it may ask, and sees nothing of the job afterwards."""
    session.execute(insert(OutboxMessage).values(_row(new_id(), None, message, None)))


def ask_for_each(session: Session, school_ids: Iterable[UUID], message: Message, unique_key: str) -> None:
    """The same message for many schools at once; those that have it already are left alone."""
    rows = [_row(new_id(), school_id, message, unique_key) for school_id in school_ids]
    if rows:
        session.execute(insert(OutboxMessage).on_conflict_do_nothing(), rows)


def _row(
    job_id: UUID,
    school_id: UUID | None,
    message: Message,
    unique_key: str | None,
    due_at: datetime | None = None,
) -> dict[str, Any]:
    return {
        "id": job_id,
        "school_id": school_id,
        "message": message.name,
        "payload": message.payload(),
        "unique_key": unique_key,
        "urgent": message.urgent,
        "tries": message.tries,
        "time_limit": int(message.time_limit.total_seconds()),
        "state": JobState.QUEUED.value,
        "sends": 0,
        "attempts": 0,
        "due_at": due_at or clock.now(),
        "created_at": clock.now(),
    }


def _keyed(
    school_id: UUID | None, message: type[Message], unique_key: str | None
) -> tuple[ColumnElement[bool], ...]:
    return (
        OutboxMessage.message == message.name,
        OutboxMessage.unique_key == unique_key,
        OutboxMessage.school_id.is_not_distinct_from(school_id),
    )


@dataclass(frozen=True)
class Progress:
    state: str
    total: int | None
    done: int | None
    note: str | None

    @property
    def finished(self) -> bool:
        return self.state == JobState.DONE

    @property
    def failed(self) -> bool:
        return self.state == JobState.DEAD


def progress(session: Session, job_id: UUID) -> Progress | None:
    """How far a job of the bound school is."""
    school_id = bound_school(session)
    return _progress(
        session, OutboxMessage.id == job_id, OutboxMessage.school_id.is_not_distinct_from(school_id)
    )


def progress_of(session: Session, message: type[Message], unique_key: str) -> Progress | None:
    """The same, for who knows what was asked for and not the job's id."""
    return _progress(session, *_keyed(bound_school(session), message, unique_key))


def _progress(session: Session, *conditions: ColumnElement[bool]) -> Progress | None:
    row = session.execute(
        select(OutboxMessage.state, OutboxMessage.total, OutboxMessage.done, OutboxMessage.note).where(
            *conditions
        )
    ).one_or_none()
    return row and Progress(*row)


def replay(session: Session, job_id: UUID) -> None:
    """Gives a dead letter all its tries again."""
    fresh = {"state": JobState.QUEUED.value, "attempts": 0, "due_at": clock.now(), "finished_at": None}
    _settle(session, job_id, **fresh, aside_because=None)


def set_aside(session: Session, job_id: UUID, reason: str) -> None:
    """It stays dead, and is no longer among those that wait for somebody to look at them."""
    _settle(session, job_id, aside_because=reason)


def _settle(session: Session, job_id: UUID, **values: Any) -> None:
    """Raises NotFound for what is no dead letter."""
    settled = session.scalar(
        update(OutboxMessage)
        .where(OutboxMessage.id == job_id, OutboxMessage.state == JobState.DEAD.value)
        .values(**values)
        .returning(OutboxMessage.id)
    )
    if settled is None:
        raise NotFound
