"""An optional look for viruses by a ClamAV daemon, over its socket (the INSTREAM command)."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import IO, Protocol

PIECE = 64 * 1024
LONGEST_ANSWER = 4096


class Scan(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not scanned"


class ScannerUnavailable(Exception):
    """The scanner is set up but gave no verdict."""


class Scanner(Protocol):
    def scan(self, file: IO[bytes]) -> Scan: ...


class NoScanner:
    """No scanner is set up, and the record says so."""

    def scan(self, file: IO[bytes]) -> Scan:
        return Scan.NOT_SCANNED


class Clamd:
    def __init__(self, address: str, timeout: float = 30) -> None:
        """`address` is the path of a UNIX socket, or host:port."""
        self.address = address
        self.timeout = timeout

    def scan(self, file: IO[bytes]) -> Scan:
        file.seek(0)
        try:
            with self.connected() as line:
                line.sendall(b"zINSTREAM\0")
                for piece in iter(lambda: file.read(PIECE), b""):
                    line.sendall(struct.pack(">I", len(piece)) + piece)
                line.sendall(struct.pack(">I", 0))
                return verdict(answer(line))
        except OSError as error:
            raise ScannerUnavailable(str(error)) from error

    @contextmanager
    def connected(self) -> Iterator[socket.socket]:
        if self.address.startswith("/"):
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(self.timeout)
                line.connect(self.address)
                yield line
        else:
            host, _, port = self.address.rpartition(":")
            with socket.create_connection((host, int(port)), self.timeout) as line:
                yield line


def scanner_for(address: str | None) -> Scanner:
    return Clamd(address) if address else NoScanner()


def answer(line: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n")


def verdict(said: bytes) -> Scan:
    if said == b"stream: OK":
        return Scan.CLEAN
    if said.startswith(b"stream: ") and said.endswith(b" FOUND"):
        return Scan.INFECTED
    raise ScannerUnavailable(said.decode(errors="replace") or "the scanner closed the line")
