"""`python -m worker`: as many processes as WORKER_PROCESSES says, each forking for each job. SIGTERM lets
the running jobs end."""

import ctypes
import signal
import sys
from typing import Any

from redis import Redis
from rq import Worker
from rq.worker_pool import WorkerPool

from tenants.base.guard import refuse_unsafe_role
from worker.queue import NAMES, SERIALIZER
from worker.runtime import House, house

PR_SET_PDEATHSIG = 1


class PoolWorker(Worker):
    def work(self, *args: Any, **options: Any) -> bool:
        end_with_parent()
        return super().work(*args, **{**options, "with_scheduler": False})


def end_with_parent() -> None:
    """A worker whose pool was killed would stay behind and take jobs that nobody supervises."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def refuse_unsafe_roles(house: House) -> None:
    for engine, role in ((house.app_engine, "lectern_app"), (house.operator_engine, "lectern_operator")):
        refuse_unsafe_role(engine, role)
        engine.dispose()


def main() -> None:
    refuse_unsafe_roles(house())
    WorkerPool(
        NAMES,
        connection=Redis.from_url(house().settings.redis_url),
        num_workers=house().settings.processes,
        worker_class=PoolWorker,
        serializer=SERIALIZER,
    ).start(logging_level="INFO")


if __name__ == "__main__":
    main()
