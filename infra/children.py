"""Processes that never outlive the one that started them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

WATCHER = Path(__file__).with_name("watcher.py")


@dataclass(frozen=True)
class Account:
    """The unprivileged user that a server runs as when we are root."""

    name: str
    uid: int
    gid: int


class Watcher:
    """See infra/watcher.py. `holding` are descriptors (of locks) it keeps until all children are gone."""

    def __init__(self, holding: Sequence[int] = ()) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(WATCHER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=holding,
            start_new_session=True,
            cwd="/",
        )
        assert self._process.stdin
        self._pipe = self._process.stdin

    def started(self, pid: int, stop_signal: int, patience: float) -> None:
        self._say({"pid": pid, "signal": stop_signal, "patience": patience})

    def ended(self, pid: int) -> None:
        self._say({"ended": pid})

    def close(self) -> None:
        with suppress(BrokenPipeError):
            self._pipe.close()
        self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def _say(self, what: Mapping[str, object]) -> None:
        with suppress(BrokenPipeError):
            self._pipe.write(json.dumps(what).encode() + b"\n")
            self._pipe.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()


@dataclass
class Child:
    """One process in a session of its own, so that a terminal's Ctrl-C reaches it only through us."""

    watcher: Watcher
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 20
    cwd: str | Path = "/"
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self.environment),
                cwd=self.cwd,
                start_new_session=True,
                **as_account(self.account),
            )
        self.watcher.started(self._process.pid, self.stop_signal, self.patience)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def exit_code(self) -> int | None:
        return self._process.poll() if self._process else None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.send_signal(self.stop_signal)
        try:
            process.wait(self.patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        self.watcher.ended(process.pid)

    def last_words(self, lines: int = 8) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


def as_account(account: Account | None) -> dict[str, Any]:
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}


def wait_until(ready: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return True
        time.sleep(0.03)
    return False
