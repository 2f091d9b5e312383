"""The scanner's protocol, spoken by a small server of ours; and by a real clamd where there is one."""

import hashlib
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from tenants.base.errors import Refused
from tenants.outside.files import content
from tenants.outside.files.content import check
from tenants.outside.files.scanner import Clamd, NoScanner, Scan, ScannerUnavailable, scanner_for
from tests.tenants.outside import uploads

LARGEST = 1024 * 1024


class Daemon:
    """Takes INSTREAM as clamd does: lengths checked, the stream cut off above a limit."""

    def __init__(self, door: socket.socket, answer: bytes) -> None:
        self.door = door
        self.answer = answer
        self.received = b""
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        line, _ = self.door.accept()
        with line, line.makefile("rwb") as talk:
            assert talk.read(10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", talk.read(4))[0]:
                self.received += talk.read(length)
                if len(self.received) > LARGEST:
                    return
            talk.write(self.answer)
            talk.flush()


@contextmanager
def daemon(folder: Path, answer: bytes) -> Iterator[tuple[Daemon, Clamd]]:
    address = folder / "clamd.sock"
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(address))
        door.listen()
        running = Daemon(door, answer)
        yield running, Clamd(str(address), timeout=2)
        running.thread.join(5)


def test_a_clean_file_is_taken_and_said_to_be_clean(tmp_path: Path) -> None:
    data = uploads.PDF[:9] + b" " * 200_000 + uploads.PDF[9:]
    with (
        daemon(tmp_path, b"stream: OK\0") as (running, scanner),
        check(BytesIO(data), "a.pdf", scanner) as checked,
    ):
        assert checked.scan is Scan.CLEAN
        assert checked.file.read() == data
    assert running.received == data


def test_an_infected_file_is_refused(tmp_path: Path) -> None:
    with (
        daemon(tmp_path, b"stream: Eicar-Test FOUND\0") as (_, scanner),
        pytest.raises(Refused) as refused,
    ):
        check(BytesIO(uploads.PDF), "a.pdf", scanner)
    assert refused.value.reason == content.INFECTED


def test_what_was_uploaded_is_scanned_not_what_we_drew(tmp_path: Path) -> None:
    photo = uploads.photo_from_a_phone()
    with (
        daemon(tmp_path, b"stream: OK\0") as (running, scanner),
        check(BytesIO(photo), "a.jpg", scanner) as checked,
    ):
        assert checked.file.read() != photo
    assert running.received == photo


@pytest.mark.parametrize(
    "answer",
    [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: lstat() failed ERROR\0", b"nonsense\0"],
)
def test_no_verdict_is_never_taken_for_clean(tmp_path: Path, answer: bytes) -> None:
    with daemon(tmp_path, answer) as (_, scanner), pytest.raises(Refused) as refused:
        check(BytesIO(uploads.PDF), "a.pdf", scanner)
    assert refused.value.reason == content.UNCHECKED


def test_a_scanner_that_cuts_a_long_file_off_gives_no_verdict(tmp_path: Path) -> None:
    with daemon(tmp_path, b"stream: OK\0") as (_, scanner), pytest.raises(ScannerUnavailable):
        scanner.scan(BytesIO(bytes(8 * LARGEST)))


def test_a_scanner_that_is_away_or_silent_gives_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(ScannerUnavailable):
        Clamd(str(tmp_path / "nobody.sock")).scan(BytesIO(b"x"))
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(ScannerUnavailable):
        Clamd(f"127.0.0.1:{silent.getsockname()[1]}", timeout=0.2).scan(BytesIO(b"x"))


def test_without_a_scanner_files_are_said_to_be_not_scanned() -> None:
    assert isinstance(scanner_for(None), NoScanner)
    assert isinstance(scanner_for(""), NoScanner)
    with check(BytesIO(uploads.PDF), "a.pdf", scanner_for(None)) as checked:
        assert checked.scan is Scan.NOT_SCANNED


VIRUS = b"this pretends to be a virus\n" * 3


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[Clamd]:
    """The real daemon with one signature of our own; the public sets are too large to fetch for a test."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if not program:
        pytest.skip("clamd is not installed")
    signatures, address, settings = tmp_path / "db", tmp_path / "clamd.sock", tmp_path / "clamd.conf"
    signatures.mkdir()
    digest = hashlib.md5(VIRUS, usedforsecurity=False).hexdigest()
    (signatures / "ours.hdb").write_text(f"{digest}:{len(VIRUS)}:Pretend-Virus\n")
    settings.write_text(f"LocalSocket {address}\nDatabaseDirectory {signatures}\nForeground yes\n")
    with subprocess.Popen([program, "--config-file", settings], stdout=subprocess.DEVNULL) as running:
        try:
            wait_until(lambda: address.exists())
            yield Clamd(str(address))
        finally:
            running.terminate()


def wait_until(ready: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not ready():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_real_daemon_tells_clean_from_infected(clamd: Clamd) -> None:
    with check(BytesIO(uploads.PDF), "a.pdf", clamd) as checked:
        assert checked.scan is Scan.CLEAN
    with pytest.raises(Refused) as refused:
        check(BytesIO(VIRUS), "notes.txt", clamd)
    assert refused.value.reason == content.INFECTED
