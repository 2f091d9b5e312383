"""Jobs as RQ runs them: with time limits, in forked children."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from redis import Redis
from rq import Queue, SimpleWorker, Worker
from rq.serializers import JSONSerializer
from sqlalchemy import text
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.messages import Message
from tests.worker.messages import Note
from worker import runtime
from worker.dispatcher import Dispatcher
from worker.queue import NORMAL
from worker.shapes import InSchool, Run


@dataclass(frozen=True)
class Endless(Message):
    name: ClassVar[str] = "tests.endless"
    time_limit: ClassVar[timedelta] = timedelta(seconds=1)


def work(house: runtime.House, worker: type[Worker]) -> None:
    """A worker that ends when the queue is empty."""
    with Redis.from_url(house.settings.redis_url) as redis:
        queue = Queue(NORMAL, connection=redis, serializer=JSONSerializer)
        worker([queue], connection=redis, serializer=JSONSerializer).work(
            burst=True, logging_level="CRITICAL"
        )


@pytest.fixture
def working_house(house, monkeypatch) -> runtime.House:
    """The house that RQ's own entry finds."""
    monkeypatch.setattr(runtime, "house", lambda: house)
    return house


def test_a_job_that_takes_too_long_is_stopped_and_tried_again(
    asked, job, school_id, handle, working_house
) -> None:
    def wait(session: Session, actor: Actor, message: Message, run: Run) -> None:
        session.execute(text("SELECT pg_sleep(20)"))

    handle(Endless, InSchool(wait))
    job_id = asked(school_id, Endless())
    Dispatcher(working_house.settings).send_due()
    work(working_house, SimpleWorker)
    assert (job(job_id).state, job(job_id).attempts) == ("queued", 1)
    assert "JobTimeoutException" in str(job(job_id).error)


def test_a_forked_child_uses_connections_of_its_own(asked, job, school_id, working_house, noted) -> None:
    """The parent has used its engines, as a worker that looked at its roles has."""
    ids = [asked(school_id, Note()) for _ in range(3)]
    Dispatcher(working_house.settings).send_due()
    work(working_house, Worker)
    assert sorted(noted()) == sorted(map(str, ids))
    assert {job(job_id).state for job_id in ids} == {"done"}


def test_the_server_ends_a_statement_whose_worker_is_gone(asked, perform, school_id, handle) -> None:
    seen = []

    def look(session: Session, actor: Actor, message: Message, run: Run) -> None:
        seen.append(session.scalar(text("SHOW statement_timeout")))

    handle(Note, InSchool(look))
    perform(asked(school_id, Note()))
    assert seen == ["6s"]
