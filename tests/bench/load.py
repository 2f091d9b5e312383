"""Browsers that ask again as soon as they are answered, and what their server spent on it."""

import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import count, cycle
from pathlib import Path
from statistics import quantiles
from typing import IO

from infra.ports import LOOPBACK

AT_ONCE = 4
TICKS = 100
"""Clock ticks a second in /proc."""

_visitors = count()


@dataclass(frozen=True)
class Asked:
    path: str
    cookie: str | None = None

    def as_bytes(self, host: str) -> bytes:
        """Each from another address, as the nearest proxy says: no browser is held up for asking often."""
        address = ip_address("198.18.0.0") + next(_visitors) % 2**17
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        return (
            f"GET {self.path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: {address}\r\nAccept: text/html\r\n"
            f"Accept-Encoding: br, gzip\r\n{cookie}\r\n"
        ).encode()


@dataclass(frozen=True)
class Measured:
    """A page's times, in milliseconds: until it was answered; on the processors, of the web server (`web`) and of
    PostgreSQL (`database`). `size` in bytes as sent."""

    per_second: float
    p50: float
    p99: float
    web: float
    database: float
    size: int

    @property
    def cost(self) -> float:
        return self.web + self.database


@dataclass(frozen=True)
class Server:
    port: int
    pid: int
    database_pid: int

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"


def warm(server: Server, asked: Sequence[Asked], times: int) -> None:
    _all(server, asked, lambda answered: answered * AT_ONCE >= times)


def measure(server: Server, asked: Sequence[Asked], seconds: float) -> Measured:
    """Four connections, each over all of `asked` in turn."""
    web, database, began = cpu_seconds(server.pid), cpu_seconds(server.database_pid), time.monotonic()
    parts = _all(server, asked, lambda answered: time.monotonic() > began + seconds)
    took = time.monotonic() - began
    times = [one for part in parts for one, _ in part]
    cuts = quantiles(times, n=100)
    return Measured(
        per_second=len(times) / took,
        p50=cuts[49] * 1000,
        p99=cuts[98] * 1000,
        web=(cpu_seconds(server.pid) - web) / len(times) * 1000,
        database=(cpu_seconds(server.database_pid) - database) / len(times) * 1000,
        size=max(size for part in parts for _, size in part),
    )


def _all(
    server: Server, asked: Sequence[Asked], enough: Callable[[int], bool]
) -> list[list[tuple[float, int]]]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda at: _one(server.port, asked, at, enough), range(AT_ONCE)))


def _one(
    port: int, asked: Sequence[Asked], at: int, enough: Callable[[int], bool]
) -> list[tuple[float, int]]:
    """The seconds and bytes of each answer, until enough are here."""
    found = []
    first = at * len(asked) // AT_ONCE
    in_turn = cycle([*asked[first:], *asked[:first]])
    with socket.create_connection((LOOPBACK, port)) as wire, wire.makefile("rb") as answers:
        for one in in_turn:
            request = one.as_bytes(f"{LOOPBACK}:{port}")
            began = time.monotonic()
            wire.sendall(request)
            size = _answer(answers)
            found.append((time.monotonic() - began, size))
            if enough(len(found)):
                return found
    return found


def _answer(answers: IO[bytes]) -> int:
    """Reads one answer; returns its size with its head. Anything but 200 is a mistake of the bench."""
    status = answers.readline()
    if b" 200 " not in status:
        raise AssertionError(status)
    size, length = len(status), None
    while (line := answers.readline()) != b"\r\n":
        size += len(line)
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if length is None:
        return size + _chunks(answers)
    return size + len(answers.read(length))


def _chunks(answers: IO[bytes]) -> int:
    size = 0
    while True:
        line = answers.readline()
        length = int(line, 16)
        size += len(line) + len(answers.read(length + 2))
        if length == 0:
            return size


def cpu_seconds(pid: int) -> float:
    """Of the process and all its children, in user and system mode, also of those that have ended. Linux only."""
    return sum(_ticks(one) for one in _family(pid)) / TICKS


def _family(pid: int) -> list[int]:
    children = [
        int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in _read(task).split()
    ]
    return [pid, *(one for child in children for one in _family(child))]


def _ticks(pid: int) -> int:
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:15]))


def _read(path: Path) -> str:
    """Nothing of a process that has just ended: its time is its parent's then."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return path.read_text()
    return ""
