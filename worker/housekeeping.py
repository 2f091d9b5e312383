"""What the ground asks for: keeping its own tables small."""

from datetime import timedelta

from sqlalchemy import delete, exists
from sqlalchemy.orm import Session, aliased

from tenants.base import clock
from tenants.base.jobs import ForgetFinishedJobs
from tenants.base.outbox import JobState, OutboxMessage
from tenants.base.ticks import Tick
from worker.shapes import OnPlatform, Run

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


forget_finished_jobs = OnPlatform(_forget)
