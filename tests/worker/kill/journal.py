"""What each process was doing, written down as it goes, and the orders to die at a certain point."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from uuid import UUID

POINTS = ("before claim", "after claim", "after effect", "before commit")
ALONE = "alone"
WITH_WORKER = "with its worker"


@dataclass(frozen=True)
class Line:
    moment: float
    pid: int
    job_id: UUID
    point: str


@dataclass(frozen=True)
class Journal:
    folder: Path

    def at(self, point: str, job_id: UUID) -> None:
        self._write(f"{monotonic()} {os.getpid()} {job_id} {point}\n")
        order = self._order(point, job_id)
        if order.exists():
            with_worker = order.read_text() == WITH_WORKER
            order.unlink()
            self._write(f"{monotonic()} {os.getpid()} {job_id} killed {point}\n")
            if with_worker:
                os.kill(os.getppid(), signal.SIGKILL)
            os.kill(os.getpid(), signal.SIGKILL)

    def doom(self, point: str, job_id: UUID, how: str) -> None:
        """Whoever comes to this point of this job first dies there."""
        order = self._order(point, job_id)
        order.parent.mkdir(parents=True, exist_ok=True)
        order.write_text(how)

    def lines(self) -> Iterator[Line]:
        for line in (self.folder / "journal").read_text().splitlines():
            moment, pid, job_id, point = line.split(" ", 3)
            yield Line(float(moment), int(pid), UUID(job_id), point)

    def _order(self, point: str, job_id: UUID) -> Path:
        return self.folder / point.replace(" ", "-") / str(job_id)

    def _write(self, line: str) -> None:
        with (self.folder / "journal").open("ab", buffering=0) as journal:
            journal.write(line.encode())
