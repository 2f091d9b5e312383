"""Stops a launcher's children when the launcher is gone, however it died. Standard library only.

It reads from a pipe whose other end only the launcher holds: a line for every child that starts or
ends, and the end of the pipe when the launcher itself ends. Children are stopped newest first.
"""

import json
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Charge(NamedTuple):
    pid: int
    signal: int
    patience: float


def main() -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    charges: dict[int, Charge] = {}
    for line in sys.stdin:
        said = json.loads(line)
        if "ended" in said:
            charges.pop(said["ended"], None)
        else:
            charges[said["pid"]] = Charge(**said)
    for charge in reversed(charges.values()):
        stop(charge)


def stop(charge: Charge) -> None:
    with suppress(ProcessLookupError):
        os.kill(charge.pid, charge.signal)
    deadline = time.monotonic() + charge.patience
    while alive(charge.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(charge.pid, signal.SIGKILL)


def alive(pid: int) -> bool:
    """A zombie that nobody buries counts as dead."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    with suppress(OSError):
        return b") Z " not in stat.read_bytes()
    return not Path("/proc/self/stat").exists()


if __name__ == "__main__":
    main()
