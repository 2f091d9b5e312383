"""What has to go back from the queue to the outbox."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, case, select, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.outbox import JobState, OutboxMessage, server_time
from worker.due import sending_id

WORKER_DIED = "The worker died each time this was tried."


def take_back(session: Session, job_ids: Iterable[UUID]) -> int:
    """What was marked as sent and could not be sent."""
    still_sent = OutboxMessage.state == JobState.SENT.value
    return _set(session, OutboxMessage.id.in_(list(job_ids)) & still_sent, state=JobState.QUEUED.value)


def return_lost(session: Session, waiting: set[str], stall: timedelta) -> int:
    """Sent a while ago, begun by nobody, and not in the queue: it was lost on the way."""
    sent = session.execute(
        select(OutboxMessage.id, OutboxMessage.sends)
        .where(OutboxMessage.state == JobState.SENT.value, OutboxMessage.sent_at < server_time() - stall)
        .with_for_update(skip_locked=True)
    )
    lost = [job_id for job_id, sending in sent if sending_id(job_id, sending) not in waiting]
    return _set(session, OutboxMessage.id.in_(lost), state=JobState.QUEUED.value)


def return_abandoned(session: Session) -> int:
    """The lease is over, so its holder is dead. A job that takes its worker along each time is given up."""
    over = session.scalars(
        select(OutboxMessage.id)
        .where(OutboxMessage.state == JobState.RUNNING.value, OutboxMessage.lease_until < server_time())
        .with_for_update(skip_locked=True)
    ).all()
    hopeless = OutboxMessage.attempts >= OutboxMessage.tries
    return _set(
        session,
        OutboxMessage.id.in_(over),
        state=case((hopeless, JobState.DEAD.value), else_=JobState.QUEUED.value),
        error=case((hopeless, WORKER_DIED), else_=OutboxMessage.error),
        finished_at=case((hopeless, clock.now()), else_=None),
        claimed_by=None,
        lease_until=None,
    )


def _set(session: Session, which: ColumnElement[bool], **values: object) -> int:
    changed = update(OutboxMessage).where(which).values(**values).returning(OutboxMessage.id)
    return len(session.execute(changed.execution_options(synchronize_session=False)).all())
