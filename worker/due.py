"""What may go to the queue now."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.outbox import JobState, OutboxMessage, server_time

BATCH = 200
# Jobs of no school stand in a line of their own. Not IS NOT DISTINCT FROM: PostgreSQL cannot hash that.
LINE = func.coalesce(OutboxMessage.school_id, UUID(int=0))


@dataclass(frozen=True)
class Sending:
    """One handing-over of a job to the queue, with an id of its own: what a dead worker left behind in the
    queue never stands in the way of the next."""

    job_id: UUID
    number: int
    message: str
    time_limit: int
    urgent: bool

    @property
    def id(self) -> str:
        return sending_id(self.job_id, self.number)


def sending_id(job_id: UUID, number: int) -> str:
    return f"{job_id}-{number}"


def take_due(session: Session, jobs_per_school: int) -> Sequence[Sending]:
    """Marks as sent what may go now: what a person waits for, and else the schools in turn, each with no
    more jobs on their way than its share."""
    chosen = _chosen(jobs_per_school).cte("chosen")
    taken = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == chosen.c.id)
        .values(state=JobState.SENT.value, sends=OutboxMessage.sends + 1, sent_at=server_time())
        .returning(
            OutboxMessage.id,
            OutboxMessage.sends,
            OutboxMessage.message,
            OutboxMessage.time_limit,
            OutboxMessage.urgent,
            chosen.c.turn,
        )
        .execution_options(synchronize_session=False)
    )
    return [Sending(*row[:-1]) for row in sorted(taken, key=lambda row: row.turn)]


def _chosen(jobs_per_school: int) -> Select[UUID, int]:
    turns = _turns().subquery()
    return (
        select(OutboxMessage.id, turns.c.turn)
        .join(turns, turns.c.id == OutboxMessage.id)
        .where(
            OutboxMessage.state == JobState.QUEUED.value,
            or_(OutboxMessage.urgent, turns.c.turn <= jobs_per_school),
        )
        .order_by(OutboxMessage.urgent.desc(), turns.c.turn, OutboxMessage.due_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=OutboxMessage)
    )


def _turns() -> Select[UUID, int]:
    """Each due row with its place in its school's line, behind what is on its way already."""
    on_their_way = (
        select(LINE.label("line"), func.count().label("jobs"))
        .where(OutboxMessage.state.in_([JobState.SENT.value, JobState.RUNNING.value]))
        .group_by(LINE)
        .subquery()
    )
    place = func.row_number().over(
        partition_by=LINE,
        order_by=(OutboxMessage.urgent.desc(), OutboxMessage.due_at, OutboxMessage.id),
    )
    return (
        select(OutboxMessage.id, (place + func.coalesce(on_their_way.c.jobs, 0)).label("turn"))
        .outerjoin(on_their_way, on_their_way.c.line == LINE)
        .where(OutboxMessage.state == JobState.QUEUED.value, OutboxMessage.due_at <= clock.now())
    )
