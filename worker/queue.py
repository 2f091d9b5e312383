"""The carrier: RQ on Valkey. It may lose everything at any moment; PostgreSQL knows what is to be done."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from redis import Redis
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.serializers import JSONSerializer

NAME = "lectern"
SERIALIZER = JSONSerializer
KEEP_FAILURES = timedelta(days=1)
PATIENCE = 10


class Carrier:
    def __init__(self, redis_url: str) -> None:
        self._queue = Queue(
            NAME, connection=Redis.from_url(redis_url, socket_timeout=PATIENCE), serializer=SERIALIZER
        )

    def send(self, job_id: UUID, sending: int, *, description: str, time_limit: int, urgent: bool) -> None:
        """Each sending of a job has an id of its own, so that what a dead worker left behind blocks nothing.
        A duplicate means that the client repeated a command whose answer was lost: the job is there."""
        with suppress(DuplicateJobError):
            self._queue.enqueue(
                "worker.runtime.run",
                args=(str(job_id),),
                job_id=sending_id(job_id, sending),
                unique=True,
                at_front=urgent,
                job_timeout=time_limit,
                result_ttl=0,
                failure_ttl=int(KEEP_FAILURES.total_seconds()),
                description=description,
            )

    def waiting(self) -> set[str]:
        return set(self._queue.get_job_ids())


def sending_id(job_id: UUID, sending: int) -> str:
    return f"{job_id}-{sending}"
