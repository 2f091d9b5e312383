"""How the pool and its workers end."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID

import pytest

from tests.worker.kill.crew import Crew
from tests.worker.kill.journal import Journal
from tests.worker.kill.messages import Row


def wait_for(happened: Callable[[], object], seconds: float = 60) -> bool:
    end = monotonic() + seconds
    while monotonic() < end:
        if happened():
            return True
        sleep(0.01)
    return False


def gone(pid: int) -> bool:
    """Ended; its new parent may not have noticed yet."""
    try:
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True


@pytest.fixture
def crew_at_work(crew: Crew) -> Crew:
    crew.keep_up()
    assert wait_for(lambda: len(crew.workers()) == 2)
    return crew


def test_a_pool_that_is_told_to_stop_lets_the_running_job_end(
    crew_at_work: Crew, journal: Journal, asked, job, school_id: UUID
) -> None:
    job_id = asked(school_id, Row())
    assert wait_for(lambda: any(line.point == "after claim" for line in journal.lines()))
    crew_at_work.stop()
    assert (job(job_id).state, job(job_id).attempts) == ("done", 1)


def test_a_pool_that_is_told_to_stop_while_its_workers_are_starting_stops(crew: Crew) -> None:
    crew.keep_up()
    assert wait_for(crew.workers)
    crew.stop()


def test_workers_do_not_outlive_a_pool_that_was_killed(crew_at_work: Crew) -> None:
    workers = crew_at_work.workers()
    os.kill(crew_at_work.pool, signal.SIGKILL)
    assert wait_for(lambda: all(gone(worker) for worker in workers))


def test_a_worker_that_was_killed_is_replaced(crew_at_work: Crew) -> None:
    first = crew_at_work.workers()
    os.kill(first[0], signal.SIGKILL)
    assert wait_for(lambda: len(set(crew_at_work.workers()) - {first[0]}) == 2)
