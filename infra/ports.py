"""Ports on loopback, each for one Lectern of this machine only.

The web server shares its port with whoever else says it may be shared, and binds it seconds after it was chosen.
So a port is held by a lock from the moment it is found free until the web server is gone."""

import fcntl
import os
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

LOOPBACK = "127.0.0.1"
LOCKS = Path("/tmp")  # the same for every clone and every user


@dataclass(frozen=True)
class Port:
    """Ours until it is closed, by us and by whoever was handed `lock`, or until all of these have ended."""

    number: int
    lock: int

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        os.close(self.lock)


def claim_port(number: int) -> Port | None:
    """None when somebody has it, be it another Lectern that has not come up yet."""
    lock = _hold(LOCKS / f"lectern-port-{number}")
    if lock is None:
        return None
    if is_free(number):
        return Port(number, lock)
    os.close(lock)
    return None


def claim_first_free_port(wanted: int) -> Port:
    usual: Iterable[int] = range(wanted, wanted + 50)
    found = next((port for number in usual if (port := claim_port(number))), None)
    while found is None:
        found = claim_port(free_port())
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def _hold(path: Path) -> int | None:
    """The file stays, and is only ever read: another user may have made it."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDONLY | os.O_CREAT | os.O_EXCL, 0o644))
    try:
        lock = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock
