"""Keeps the house's processes running and says so when one has to be started again."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from infra.children import Watcher
from infra.programs import ServerError

LONGEST_WAIT = 30
STEADY_AFTER = 60


class Process(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...
    @property
    def log(self) -> Path: ...
    @property
    def running(self) -> bool: ...


@dataclass
class Service:
    name: str
    process: Process
    failures: int = 0
    started_at: float = 0
    retry_at: float | None = None

    def start(self) -> None:
        self.process.start()
        self.started_at, self.retry_at = time.monotonic(), None

    def look_after(self) -> None:
        now = time.monotonic()
        if self.process.running:
            if now - self.started_at > STEADY_AFTER:
                self.failures = 0
        elif self.retry_at is None:
            self._plan_retry(now)
        elif now >= self.retry_at:
            self._retry()

    def _plan_retry(self, now: float) -> None:
        wait = min(2**self.failures, LONGEST_WAIT)
        self.failures += 1
        self.retry_at = now + wait
        say(f"{self.name} ended unexpectedly (see {self.process.log}); it starts again in {wait} s")

    def _retry(self) -> None:
        self.process.stop()
        try:
            self.start()
            say(f"{self.name} is running again")
        except (ServerError, OSError) as error:
            say(str(error))
            self._plan_retry(time.monotonic())


def supervise(services: Sequence[Service], watcher: Watcher) -> None:
    while watcher.running:
        time.sleep(0.5)
        for service in services:
            service.look_after()
    raise ServerError("the process that would stop its servers in an accident is gone; all stop now.")


def say(line: str) -> None:
    print(f"  {line}", flush=True)
