"""Who works on a job, as PostgreSQL has it. Whoever lost its lease can mark nothing, and what it wrote in
the same transaction is rolled back: so a job's rows are written once, however often it is begun."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.outbox import JobState, OutboxMessage, server_time

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600))
LONGEST_ERROR = 2000


class LeaseLost(Exception):
    """Somebody else has the job by now; nothing of this run may count."""


@dataclass(frozen=True)
class Claim:
    job_id: UUID
    token: UUID
    school_id: UUID | None
    message: str
    payload: dict[str, Any]
    time_limit: timedelta
    grace: timedelta

    @property
    def lease(self) -> timedelta:
        return self.time_limit + self.grace


def claim(session: Session, job_id: UUID, grace: timedelta) -> Claim | None:
    """None when the job is done, dead, waiting or in somebody's hands: the queue may say a thing twice."""
    job = session.scalars(
        select(OutboxMessage).where(OutboxMessage.id == job_id).with_for_update()
    ).one_or_none()
    if job is None or job.state != JobState.SENT:
        return None
    limit = timedelta(seconds=job.time_limit)
    taken = Claim(job.id, uuid4(), job.school_id, job.message, job.payload, limit, grace)
    job.state = JobState.RUNNING.value
    job.claimed_by = taken.token
    job.attempts += 1
    job.total = job.done = job.note = None
    session.flush()
    _mark(session, taken, lease_until=server_time() + taken.lease)
    return taken


def hold(session: Session, claim: Claim) -> None:
    """Starts the lease afresh, or raises."""
    _mark(session, claim, lease_until=server_time() + claim.lease)


def report(session: Session, claim: Claim, done: int, total: int, note: str | None) -> None:
    _mark(session, claim, done=done, total=total, note=note)


def finish(session: Session, claim: Claim) -> None:
    _mark(session, claim, state=JobState.DONE.value, error=None, finished_at=clock.now(), **_FREE)


def fail(session: Session, claim: Claim, error: str, *, permanent: bool) -> None:
    """Back to the queue after a pause, or to the dead letters."""
    row = select(OutboxMessage).where(OutboxMessage.id == claim.job_id).with_for_update()
    job = session.scalars(row).one()
    dead = permanent or job.attempts >= job.tries
    _mark(
        session,
        claim,
        state=(JobState.DEAD if dead else JobState.QUEUED).value,
        error=error[:LONGEST_ERROR],
        due_at=clock.now() + pause(job.attempts),
        finished_at=clock.now() if dead else None,
        **_FREE,
    )


_FREE: dict[str, Any] = {"claimed_by": None, "lease_until": None}


def pause(attempts: int) -> timedelta:
    return PAUSES[min(attempts, len(PAUSES)) - 1]


def _mark(session: Session, claim: Claim, **values: Any) -> None:
    marked = session.scalar(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == claim.job_id,
            OutboxMessage.school_id.is_not_distinct_from(claim.school_id),
            OutboxMessage.claimed_by == claim.token,
            OutboxMessage.state == JobState.RUNNING.value,
        )
        .values(**values)
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    if marked is None:
        raise LeaseLost
