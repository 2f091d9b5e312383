"""What the ground asks for: keeping its own tables small."""

from datetime import timedelta

from sqlalchemy import delete, exists
from sqlalchemy.orm import Session, aliased

from tenants.base import clock, undoing
from tenants.base.actor import Actor
from tenants.base.jobs import ForgetDeed, ForgetFinishedJobs
from tenants.base.outbox import JobState, OutboxMessage
from tenants.base.ticks import Tick
from worker.shapes import InSchool, OnPlatform, Run

KEPT = timedelta(days=30)


def _forget(session: Session, message: ForgetFinishedJobs, run: Run) -> None:
    """Dead letters stay until somebody settles them, and each periodic job's last slot for good."""
    long_ago = clock.now() - KEPT
    session.execute(
        delete(OutboxMessage).where(
            OutboxMessage.state == JobState.DONE.value, OutboxMessage.finished_at < long_ago
        )
    )
    later = aliased(Tick)
    followed = exists().where(later.job == Tick.job, later.slot > Tick.slot)
    session.execute(delete(Tick).where(Tick.settled_at < long_ago, followed))


def _forget_deed(session: Session, actor: Actor, message: ForgetDeed, run: Run) -> None:
    undoing.forget(session, message.deed_id)


forget_deed = InSchool(_forget_deed)
forget_finished_jobs = OnPlatform(_forget)
