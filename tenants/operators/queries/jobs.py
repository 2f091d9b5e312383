"""What waits, what runs and what was given up, by kind of job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.outbox import JobState, OutboxMessage
from tenants.schools.models import School

PAGE = 50


@dataclass(frozen=True)
class Line:
    """The jobs of one kind that are neither done nor set aside. `since` is when the oldest that is due fell due."""

    message: str
    waiting: int
    running: int
    dead: int
    since: datetime | None


def lines(session: Session) -> list[Line]:
    on_the_way = [JobState.QUEUED.value, JobState.SENT.value]
    due = OutboxMessage.due_at <= clock.now()
    rows = session.execute(
        select(
            OutboxMessage.message,
            func.count().filter(OutboxMessage.state.in_(on_the_way)),
            func.count().filter(OutboxMessage.state == JobState.RUNNING.value),
            func.count().filter(OutboxMessage.state == JobState.DEAD.value),
            func.min(OutboxMessage.due_at).filter(OutboxMessage.state.in_(on_the_way), due),
        )
        .where(OutboxMessage.state != JobState.DONE.value, OutboxMessage.aside_because.is_(None))
        .group_by(OutboxMessage.message)
        .order_by(OutboxMessage.message)
    )
    return [Line(*row) for row in rows]


class Letters(StrEnum):
    """Those that somebody has still to look at, and those set aside for good."""

    OPEN = "open"
    ASIDE = "aside"


def _dead(which: Letters = Letters.OPEN) -> tuple[ColumnElement[bool], ...]:
    aside = OutboxMessage.aside_because
    there = aside.is_(None) if which is Letters.OPEN else aside.is_not(None)
    return OutboxMessage.state == JobState.DEAD.value, there


@dataclass(frozen=True)
class Letter:
    job: OutboxMessage
    school: str | None

    @property
    def id(self) -> UUID:
        return self.job.id


@dataclass(frozen=True)
class LetterPage:
    letters: list[Letter]
    next: UUID | None


def dead_letters(session: Session, which: Letters, after: UUID | None = None) -> LetterPage:
    """Newest first; ids are in the order in which jobs were asked for."""
    wanted = (
        select(OutboxMessage, School.name)
        .outerjoin(School, School.id == OutboxMessage.school_id)
        .where(*_dead(which))
        .order_by(OutboxMessage.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        wanted = wanted.where(OutboxMessage.id < after)
    found = [Letter(*row) for row in session.execute(wanted)]
    return LetterPage(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def dead_letter(session: Session, job_id: UUID) -> Letter:
    """Also one that was set aside."""
    row = session.execute(
        select(OutboxMessage, School.name)
        .outerjoin(School, School.id == OutboxMessage.school_id)
        .where(OutboxMessage.id == job_id, OutboxMessage.state == JobState.DEAD.value)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Letter(*row)


def dead_of(session: Session, school_id: UUID) -> Sequence[OutboxMessage]:
    return session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.school_id == school_id, *_dead())
        .order_by(OutboxMessage.id.desc())
        .limit(20)
    ).all()
