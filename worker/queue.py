"""The carrier: RQ on Valkey. It may lose everything at any moment; PostgreSQL knows what is to be done."""

from contextlib import suppress
from datetime import timedelta

from redis import Redis
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.serializers import JSONSerializer

from worker.due import Sending

URGENT = "lectern-urgent"
NORMAL = "lectern"
NAMES = (URGENT, NORMAL)  # in the order in which workers look
SERIALIZER = JSONSerializer
KEEP_FAILURES = timedelta(days=1)
PATIENCE = 10


class Carrier:
    def __init__(self, redis_url: str) -> None:
        connection = Redis.from_url(redis_url, socket_timeout=PATIENCE)
        self._queues = {name: Queue(name, connection=connection, serializer=SERIALIZER) for name in NAMES}

    def send(self, sending: Sending) -> None:
        """A duplicate means that the client repeated a command whose answer was lost: the job is there."""
        with suppress(DuplicateJobError):
            self._queues[URGENT if sending.urgent else NORMAL].enqueue(
                "worker.runtime.run",
                args=(str(sending.job_id),),
                job_id=sending.id,
                unique=True,
                job_timeout=sending.time_limit,
                result_ttl=0,
                failure_ttl=int(KEEP_FAILURES.total_seconds()),
                description=sending.message,
            )

    def waiting(self) -> set[str]:
        return {job_id for queue in self._queues.values() for job_id in queue.get_job_ids()}
