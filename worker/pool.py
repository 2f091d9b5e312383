"""RQ's pool and worker, with three gaps closed: a worker that is told to stop before it listens would never
hear it, one whose pool was killed would stay behind, and each would start a scheduler that we have no use for."""

import ctypes
import os
import signal
import sys
from typing import Any

from rq import Worker
from rq.exceptions import StopRequested
from rq.worker_pool import WorkerPool

PR_SET_PDEATHSIG = 1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
POOL = os.getpid()  # workers are forked from the process that imports this


class Pool(WorkerPool):
    def start_worker(self, *args: Any, **options: Any) -> None:
        """The child inherits the deaf ears, and keeps what is said meanwhile for when it listens."""
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        try:
            super().start_worker(*args, **options)
        finally:
            listen()


class PoolWorker(Worker):
    def work(self, *args: Any, **options: Any) -> bool:
        end_with_parent()
        try:
            return super().work(*args, **{**options, "with_scheduler": False})
        except StopRequested:
            self.teardown()  # type: ignore[no-untyped-call]
            return False

    def _install_signal_handlers(self) -> None:
        super()._install_signal_handlers()  # type: ignore[no-untyped-call]
        listen()


def listen() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)


def end_with_parent() -> None:
    """Asks for a warm stop when the pool dies; it may have died just before."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != POOL:
        sys.exit("the pool was killed before this worker began")
