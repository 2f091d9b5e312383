"""`python -m worker`: as many processes as WORKER_PROCESSES says, each forking for each job. SIGTERM lets
the running jobs end."""

from redis import Redis

from tenants.base import logs
from tenants.base.guard import refuse_unsafe_role
from worker.pool import Pool, PoolWorker
from worker.queue import NAMES, SERIALIZER
from worker.runtime import House, house


def refuse_unsafe_roles(house: House) -> None:
    for engine, role in ((house.app_engine, "lectern_app"), (house.operator_engine, "lectern_operator")):
        refuse_unsafe_role(engine, role)
        engine.dispose()


def main() -> None:
    """RQ's own lines name each job twice; ours says it once, with how it ended."""
    logs.configure()
    refuse_unsafe_roles(house())
    Pool(
        NAMES,
        connection=Redis.from_url(house().settings.redis_url),
        num_workers=house().settings.processes,
        worker_class=PoolWorker,
        serializer=SERIALIZER,
    ).start(logging_level="WARNING")


if __name__ == "__main__":
    main()
