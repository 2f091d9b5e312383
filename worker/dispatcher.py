"""Brings what is due from the outbox to the queue, and what got lost back into the outbox. Any number of
dispatchers may run: they take different rows. `python -m worker.dispatcher`"""

import logging
import signal
from collections.abc import Sequence
from threading import Event

from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from tenants.base import logs
from tenants.base.faults import in_words
from tenants.base.guard import refuse_unsafe_role
from tenants.base.isolation import sessions
from tenants.base.platform import follow_clock
from worker import settings
from worker.due import Sending, take_due
from worker.engines import engine
from worker.lost import return_abandoned, return_lost, take_back
from worker.queue import Carrier
from worker.schedule import PERIODIC, tick
from worker.settings import WorkerSettings

log = logging.getLogger(__name__)

PAUSE = 0.2
LONGEST_PAUSE = 15.0
TURNS_BETWEEN_SWEEPS = 5


class Dispatcher:
    def __init__(self, given: WorkerSettings) -> None:
        self._settings = given
        self._engine = engine(given.operator_database_url)
        self._sessions = sessions(self._engine)
        self._carrier = Carrier(given.redis_url)

    def refuse_unsafe_role(self) -> None:
        refuse_unsafe_role(self._engine, "lectern_operator")

    def send_due(self) -> int:
        """Rows are marked before they are handed over, and no transaction is open meanwhile: whoever dies
        in between leaves a row that was sent and never came, which the sweep finds."""
        with self._sessions.begin() as session:
            follow_clock(session)
            due = take_due(session, self._settings.jobs_per_school)
        try:
            for sending in due:
                self._carrier.send(sending)
        except RedisError:
            self._take_back(due)
            raise
        return len(due)

    def sweep(self) -> int:
        """The queue is read first: what is sent after that is too fresh to be taken for lost."""
        waiting = self._carrier.waiting()
        with self._sessions.begin() as session:
            return return_lost(session, waiting, self._settings.stall) + return_abandoned(session)

    def tick(self) -> None:
        with self._sessions.begin() as session:
            follow_clock(session)
            tick(session, PERIODIC)

    def work(self, stop: Event) -> None:
        turn, pause = 0, PAUSE
        while not stop.wait(pause):
            try:
                if turn % TURNS_BETWEEN_SWEEPS == 0:
                    self.sweep()
                    self.tick()
                self.send_due()
                turn, pause = turn + 1, PAUSE
            except (RedisError, DBAPIError) as error:
                pause = min(pause * 2, LONGEST_PAUSE)
                log.warning("a server is away, trying again in %.1f s: %s", pause, in_words(error))

    def _take_back(self, due: Sequence[Sending]) -> None:
        with self._sessions.begin() as session:
            take_back(session, [sending.job_id for sending in due])


def main() -> None:
    logs.configure()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    dispatcher = Dispatcher(settings.read())
    dispatcher.refuse_unsafe_role()
    dispatcher.work(stop)


if __name__ == "__main__":
    main()
