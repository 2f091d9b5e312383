"""What both servers share: a home folder with data, socket, log and lock, and one process in it."""

import fcntl
import hashlib
import os
import shutil
import signal
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Self

from infra.children import Account, Child, Watcher, wait_until
from infra.programs import ServerError, may_enter, plain_environment, unprivileged_account

LONGEST_SOCKET_PATH = 103
RECOVERY = 600


def hold(path: Path) -> IO[str] | None:
    """An advisory lock, freed by the kernel when its last holder ends; None when somebody has it."""
    file = path.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def socket_folder(home: Path, name: str) -> Path:
    """The system allows a socket's path about a hundred letters; a home deeper than that gets one in /tmp."""
    usual = home / "socket"
    if len(str(usual / name)) <= LONGEST_SOCKET_PATH:
        return usual
    return Path("/tmp") / f"lectern-{hashlib.sha256(str(home).encode()).hexdigest()[:16]}"


def give(folder: Path, account: Account | None) -> None:
    """For one user only. A name in /tmp can be guessed, so a folder that others made is refused."""
    folder.mkdir(mode=0o700, exist_ok=True)
    uid, gid = (account.uid, account.gid) if account else (os.geteuid(), os.getegid())
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (uid, os.geteuid()):
        raise ServerError(f"{folder} belongs to somebody else; remove it.")
    folder.chmod(0o700)
    os.chown(folder, uid, gid)


class Server:
    title: str
    socket_name: str
    stop_signal = signal.SIGTERM
    patience: float = 60

    def __init__(self, home: Path, watcher: Watcher, durable: bool = True) -> None:
        self.home = home.resolve()
        self.data = self.home / "data"
        self.sockets = socket_folder(self.home, self.socket_name)
        self.socket = self.sockets / self.socket_name
        self.log = self.home / "log"
        self.watcher = watcher
        self.durable = durable
        self.account: Account | None = None
        self._lock: IO[str] | None = None
        self._child: Child | None = None

    def start(self) -> None:
        self._prepare_home()
        self._lock = self._lock or hold(self.home / "lock")
        if self._lock is None:
            raise ServerError(f"{self.title} in {self.home} is in use by another Lectern.")
        self.prepare_data()
        self._child = Child(
            self.watcher,
            self.command(),
            log=self.log,
            environment=plain_environment(),
            account=self.account,
            stop_signal=self.stop_signal,
            patience=self.patience,
            cwd=self.home,
        )
        self._child.start()
        if not wait_until(lambda: not self.running or self.ready(), RECOVERY) or not self.running:
            words = self._child.last_words()
            self.stop()
            raise ServerError(f"{self.title} did not start; the end of {self.log} says:\n{words}")

    def stop(self) -> None:
        if self._child:
            self._child.stop()
            self._child = None
        if self._lock:
            if self.sockets.parent != self.home:
                shutil.rmtree(self.sockets, ignore_errors=True)
            self._lock.close()
            self._lock = None

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.running

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def prepare_data(self) -> None:
        raise NotImplementedError

    def command(self) -> Sequence[str]:
        raise NotImplementedError

    def ready(self) -> bool:
        raise NotImplementedError

    def _prepare_home(self) -> None:
        if len(str(self.socket)) > LONGEST_SOCKET_PATH:
            raise ServerError(
                f"The path {self.socket} is too long for a socket; move Lectern to a shorter one."
            )
        self.home.mkdir(parents=True, exist_ok=True)
        self.account = unprivileged_account(self.home)
        for folder in (self.home, self.sockets):
            give(folder, self.account)
        if not may_enter(self.home, self.account):
            raise ServerError(
                f"The servers' user '{self.account and self.account.name}' may not enter {self.home}."
            )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.stop()
