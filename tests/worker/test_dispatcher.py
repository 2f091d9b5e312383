import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import pytest
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import update

from infra.children import Watcher
from infra.servers import Valkey
from tenants.base import clock
from tenants.base.outbox import OutboxMessage, ask, server_time
from tenants.base.platform import ClockSetting
from tests.conftest import KEY
from tests.worker.messages import Note, UrgentNote
from worker import runtime
from worker.dispatcher import Dispatcher
from worker.due import Sending
from worker.lost import WORKER_DIED
from worker.queue import NORMAL, URGENT, Carrier

EARLIER = timedelta(minutes=10)


@pytest.fixture
def dispatcher(worker_settings) -> Dispatcher:
    return Dispatcher(worker_settings)


@pytest.fixture
def redis(worker_settings) -> Iterator[Redis]:
    with Redis.from_url(worker_settings.redis_url) as connection:
        yield connection


@pytest.fixture
def queue(redis: Redis) -> Queue:
    return Queue(NORMAL, connection=redis, serializer=JSONSerializer)


@pytest.fixture
def mark(house: runtime.House) -> Callable[..., None]:
    def put(*job_ids: UUID, **values: Any) -> None:
        with house.operator.begin() as session:
            session.execute(update(OutboxMessage).where(OutboxMessage.id.in_(job_ids)).values(**values))

    return put


def waiting(queue: Queue) -> list[UUID]:
    return [UUID(job.args[0]) for job in queue.get_jobs()]


def test_what_is_due_is_sent_once(asked, job, dispatcher, queue, school_id) -> None:
    job_id = asked(school_id, Note())
    assert (dispatcher.send_due(), dispatcher.send_due()) == (1, 0)
    assert waiting(queue) == [job_id]
    assert (job(job_id).state, job(job_id).sends) == ("sent", 1)


def test_two_dispatchers_at_once_send_each_job_once(
    asked, worker_settings, queue, school_id, other_school_id
) -> None:
    ids = [asked(school, Note()) for school in (school_id, other_school_id) for _ in range(40)]
    settings = replace(worker_settings, jobs_per_school=100)
    with ThreadPoolExecutor(4) as threads:
        sent = threads.map(lambda _: Dispatcher(settings).send_due(), range(4))
        assert sum(sent) == len(ids)
    assert sorted(waiting(queue)) == sorted(ids)


def test_nothing_but_the_id_travels_and_nothing_is_pickled(asked, dispatcher, redis, school_id) -> None:
    job_id = asked(school_id, Note())
    dispatcher.send_due()
    data = redis.hget(f"rq:job:{job_id}-1", "data")
    name, instance, arguments, options = json.loads(zlib.decompress(data))
    assert (name, instance, arguments, options) == ("worker.runtime.run", None, [str(job_id)], {})


def test_a_job_for_later_waits_until_its_time(asked, dispatcher, school_id, real_clock) -> None:
    asked(school_id, Note(), due_at=clock.now() + timedelta(days=30))
    assert dispatcher.send_due() == 0


def test_the_clock_of_the_demonstration_makes_jobs_due(
    asked, dispatcher, house, school_id, real_clock
) -> None:
    from_now = clock.now() + timedelta(days=30)
    asked(school_id, Note(), due_at=from_now)
    with house.operator.begin() as session:
        session.add(ClockSetting(id=1, offset_seconds=31 * 24 * 3600))
    assert dispatcher.send_due() == 1


def test_one_schools_many_jobs_keep_nobody_else_waiting(
    asked, job, dispatcher, worker_settings, queue, school_id, other_school_id
) -> None:
    many = [asked(school_id, Note()) for _ in range(20)]
    other = asked(other_school_id, Note())
    dispatcher.send_due()
    assert other in waiting(queue)[:2]
    assert sum(job(each).state == "sent" for each in many) == worker_settings.jobs_per_school


def test_jobs_of_no_school_stand_in_a_line_of_their_own(
    asked, dispatcher, operator, worker_settings, school_id
) -> None:
    for number in range(10):
        ask(operator, Note(), str(number))
    operator.commit()
    asked(school_id, Note())
    assert dispatcher.send_due() == worker_settings.jobs_per_school + 1
    assert dispatcher.send_due() == 0


def test_a_school_gets_its_next_turn_when_a_job_of_its_is_done(
    asked, dispatcher, mark, worker_settings, school_id
) -> None:
    ids = [asked(school_id, Note()) for _ in range(10)]
    assert dispatcher.send_due() == worker_settings.jobs_per_school
    mark(ids[0], ids[1], state="done")
    assert dispatcher.send_due() == 2


def test_what_a_person_waits_for_has_a_queue_that_workers_look_into_first(
    asked, dispatcher, redis, queue, school_id
) -> None:
    for _ in range(10):
        asked(school_id, Note())
    dispatcher.send_due()
    urgent = asked(school_id, UrgentNote())
    dispatcher.send_due()
    assert waiting(Queue(URGENT, connection=redis, serializer=JSONSerializer)) == [urgent]
    assert urgent not in waiting(queue)


def test_what_an_emptied_queue_lost_is_sent_again(asked, dispatcher, redis, queue, school_id) -> None:
    job_id = asked(school_id, Note())
    dispatcher.send_due()
    redis.flushdb()
    assert (dispatcher.sweep(), dispatcher.send_due()) == (1, 1)
    assert waiting(queue) == [job_id]


def test_what_still_waits_in_the_queue_is_not_sent_again(asked, dispatcher, school_id) -> None:
    asked(school_id, Note())
    dispatcher.send_due()
    assert (dispatcher.sweep(), dispatcher.send_due()) == (0, 0)


def test_what_was_just_sent_is_not_taken_for_lost(asked, worker_settings, redis, school_id) -> None:
    dispatcher = Dispatcher(replace(worker_settings, stall=timedelta(minutes=1)))
    asked(school_id, Note())
    dispatcher.send_due()
    redis.flushdb()
    assert dispatcher.sweep() == 0


def test_a_dispatcher_that_died_after_marking_loses_nothing(
    asked, dispatcher, mark, queue, school_id
) -> None:
    job_id = asked(school_id, Note())
    mark(job_id, state="sent", sends=1, sent_at=server_time())
    dispatcher.sweep()
    dispatcher.send_due()
    assert waiting(queue) == [job_id]


def test_a_job_whose_worker_died_is_given_to_another(asked, job, dispatcher, mark, school_id) -> None:
    job_id = asked(school_id, Note())
    mark(job_id, state="running", attempts=1, lease_until=server_time() - EARLIER)
    assert dispatcher.sweep() == 1
    assert (job(job_id).state, job(job_id).claimed_by, job(job_id).attempts) == ("queued", None, 1)


def test_a_running_job_is_left_alone(asked, job, dispatcher, mark, school_id) -> None:
    job_id = asked(school_id, Note())
    mark(job_id, state="running", attempts=1, lease_until=server_time() + EARLIER)
    assert dispatcher.sweep() == 0


def test_moving_the_clock_of_the_demonstration_ends_no_lease(
    asked, dispatcher, mark, house, school_id, real_clock
) -> None:
    job_id = asked(school_id, Note())
    mark(job_id, state="running", attempts=1, lease_until=server_time() + EARLIER)
    with house.operator.begin() as session:
        session.add(ClockSetting(id=1, offset_seconds=31 * 24 * 3600))
    dispatcher.send_due()
    assert dispatcher.sweep() == 0


def test_a_job_that_kills_its_worker_each_time_is_given_up(asked, job, dispatcher, mark, school_id) -> None:
    job_id = asked(school_id, Note())
    mark(job_id, state="running", attempts=Note.tries, lease_until=server_time() - EARLIER)
    dispatcher.sweep()
    assert (job(job_id).state, job(job_id).error) == ("dead", WORKER_DIED)
    assert job(job_id).finished_at is not None


def test_while_the_queue_is_away_everything_stays_in_the_outbox(
    asked, job, worker_settings, school_id
) -> None:
    job_id = asked(school_id, Note())
    nowhere = Dispatcher(replace(worker_settings, redis_url="redis://127.0.0.1:1/0"))
    with pytest.raises(RedisError):
        nowhere.send_due()
    assert job(job_id).state == "queued"


def test_a_command_that_was_repeated_because_its_answer_got_lost_is_one_job(
    worker_settings, queue, school_id
) -> None:
    carrier = Carrier(worker_settings.redis_url)
    for _ in range(2):
        carrier.send(Sending(school_id, 1, "twice", 5, urgent=False))
    assert len(queue) == 1


def wait_for(happened: Callable[[], bool], seconds: float = 30) -> bool:
    end = monotonic() + seconds
    while monotonic() < end:
        if happened():
            return True
        sleep(0.05)
    return False


def test_a_dispatcher_goes_on_when_its_queue_comes_back(
    asked, job, worker_settings, servers_folder, watcher: Watcher, school_id
) -> None:
    server = Valkey(servers_folder / "own-valkey", watcher, durable=False)
    dispatcher, stop = Dispatcher(replace(worker_settings, redis_url=server.url())), Event()
    thread = Thread(target=dispatcher.work, args=(stop,))
    thread.start()
    job_id = asked(school_id, Note())
    sleep(1)
    with server:
        assert wait_for(lambda: job(job_id).state == "sent")
        stop.set()
        thread.join()


@pytest.mark.parametrize("module", ["worker", "worker.dispatcher"])
def test_neither_starts_as_a_role_that_could_get_round_the_wall(
    module, worker_settings, own_database_urls
) -> None:
    environment = {
        "DATABASE_URL": own_database_urls.maintenance,
        "OPERATOR_DATABASE_URL": own_database_urls.maintenance,
        "REDIS_URL": worker_settings.redis_url,
        "ENCRYPTION_KEYS": KEY,
        "PUBLIC_URL": worker_settings.public_url,
        "FILES_URL": worker_settings.files_url,
        "SMTP_URL": worker_settings.smtp_url,
        "MAIL_FROM": worker_settings.mail_from,
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        [sys.executable, "-m", module], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    assert "lectern_maintenance" in done.stderr
