"""The processes that are killed and started again."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[3]
DISPATCHER = "worker.dispatcher"
POOL = "tests.worker.kill.entry"

LIFE = 0.6
IDLE = 2
"""Seconds without a victim."""
VICTIMS = {"work horse": 8, "worker": 5, "work horse and worker": 3, "dispatcher": 3, "pool": 1}


@dataclass(frozen=True)
class Kill:
    moment: float
    victim: str
    pids: tuple[int, ...]


@dataclass
class Crew:
    """Two dispatchers and one pool of workers; who dies is replaced, as a supervisor would."""

    environment: Mapping[str, str]
    log: Path
    chance: random.Random
    kills: list[Kill] = field(default_factory=list)
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def keep_up(self) -> None:
        for name, module in (("one", DISPATCHER), ("two", DISPATCHER), ("pool", POOL)):
            if name not in self._running or self._running[name].poll() is not None:
                self._running[name] = self._start(module)

    def kill_somebody(self, more_work: Callable[[], object]) -> Kill:
        """Waits for a victim of the kind that chance chose, and then a little: a work horse lives only while
        it works, and shall die at any moment of its life. Where all is done already, more work is asked for."""
        victim = self.chance.choices(list(VICTIMS), list(VICTIMS.values()))[0]
        idle_from = monotonic()
        while not (pids := self._pids(victim)) or not self._kill(pids, self.chance.uniform(0, LIFE)):
            self.keep_up()
            sleep(0.01)
            if monotonic() - idle_from > IDLE:
                more_work()
                idle_from = monotonic()
        kill = Kill(monotonic(), victim, pids)
        self.kills.append(kill)
        return kill

    def stop(self) -> None:
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
        try:
            for process in self._running.values():
                process.wait(60)
        finally:
            for process in self._running.values():
                process.kill()
                process.wait()

    @property
    def pool(self) -> int:
        return self._running["pool"].pid

    def workers(self) -> list[int]:
        return children(self.pool)

    def _pids(self, victim: str) -> tuple[int, ...]:
        horses = [(horse, worker) for worker in self.workers() for horse in children(worker)]
        match victim:
            case "dispatcher":
                return (self._running[self.chance.choice(["one", "two"])].pid,)
            case "pool":
                return (self.pool,)
            case "worker":
                return tuple(self._one_of(self.workers()))
            case "work horse":
                return tuple(horse for horse, _ in self._one_of(horses))
            case _:
                return tuple(pid for pair in self._one_of(horses) for pid in pair)

    def _one_of(self, things: list[T]) -> list[T]:
        return [self.chance.choice(things)] if things else []

    def _kill(self, pids: tuple[int, ...], delay: float) -> bool:
        sleep(delay)
        with suppress(ProcessLookupError):
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
            return True
        return False

    def _start(self, module: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
