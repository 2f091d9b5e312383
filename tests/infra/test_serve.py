"""The web server as production starts it: processes of its own, reloaded while people ask."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from cryptography.fernet import Fernet

from infra import serve
from infra.children import Child, Watcher, wait_until
from infra.ports import LOOPBACK, free_port
from tests.servers import DatabaseUrls

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120


class SocketConnection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(self.path)


@dataclass
class Server:
    child: Child
    path: str = ""
    port: int = 0

    def connect(self) -> http.client.HTTPConnection:
        if self.path:
            return SocketConnection(self.path)
        return http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)

    def ask(self, path: str, **headers: str) -> tuple[int, str]:
        connection = self.connect()
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def ask_as_a_proxy(self, path: str) -> tuple[int, str]:
        """What only reads is asked again when its connection was closed unread, as a process that ends does with one
        on which nothing has come yet (`nginx.conf`)."""
        try:
            return self.ask(path)
        except ConnectionResetError:
            return self.ask(path)

    def answers(self) -> bool:
        try:
            return self.ask("/ready")[0] == 200
        except OSError:
            return False

    def reload(self) -> bool:
        """Whether all of its processes became new ones. Waits for them to load, the old and the new: one that
        still loads does not hear that it is to end."""
        before = self.workers()
        assert wait_until(lambda: self._loaded() == len(before), PATIENCE)
        os.kill(self.child.pid or 0, signal.SIGHUP)
        return wait_until(lambda: not self.workers() & before and self._loaded() == 2 * len(before), PATIENCE)

    def _loaded(self) -> int:
        return self.child.log.read_text().count('"Started worker-')

    def workers(self) -> set[int]:
        return {
            one.pid
            for one in psutil.Process(self.child.pid).children()
            if not one.name().startswith("resource")
        }


@pytest.fixture
def settings_behind_proxy() -> dict[str, str]:
    """What else the server is told; none, unless something stands in front of it."""
    return {}


@pytest.fixture
def environment(database_urls: DatabaseUrls, valkey, settings_behind_proxy, tmp_path: Path) -> dict[str, str]:
    return os.environ | database_urls.environment() | {
        "REDIS_URL": valkey.url(),
        "SECRET_KEY": os.urandom(32).hex(),
        "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "PUBLIC_URL": "http://localhost",
        "FILES_URL": tmp_path.as_uri(),
        "SMTP_URL": "smtp://127.0.0.1:1",
        "MAIL_FROM": "Lectern <no-reply@lectern.example>",
        "METRICS_TOKEN": "for-the-one-who-measures-in-tests-01",
        "PYTHONUNBUFFERED": "1",
        "WEB_LOAD_SECONDS": "3",
        **settings_behind_proxy,
    }  # fmt: skip


@pytest.fixture
def started(environment, watcher: Watcher, tmp_path: Path) -> Iterator[Server]:
    """Behind a socket, as nginx is put in front of it."""
    path = f"/tmp/lectern-{os.getpid()}-{free_port()}.sock"
    child = Child(
        watcher,
        [ROOT / "infra" / "serve"],
        tmp_path / "web.log",
        environment | {"WEB_SOCKET": path},
        cwd=ROOT,
    )
    child.start()
    server = Server(child, path)
    assert wait_until(server.answers, PATIENCE), child.last_words(30)
    yield server
    child.stop()


@dataclass
class Askers:
    """People who ask one thing after the other, each time by a connection of their own, until told to stop."""

    ask: Callable[[str], tuple[int, str]]
    outcomes: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Askers":
        self.threads = [threading.Thread(target=self._ask) for _ in range(4)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _ask(self) -> None:
        while not self.over.is_set():
            try:
                self.outcomes[str(self.ask("/")[0])] += 1
            except OSError as error:
                self.outcomes[type(error).__name__] += 1


def test_a_reload_under_requests_refuses_none(started: Server) -> None:
    assert len(started.workers()) == 2
    with Askers(started.ask_as_a_proxy) as askers:
        assert wait_until(lambda: askers.outcomes["200"] > 20, PATIENCE)
        assert started.reload()
        asked = askers.outcomes["200"]
        assert wait_until(lambda: askers.outcomes["200"] > asked + 20, PATIENCE)
    assert set(askers.outcomes) == {"200"}, askers.outcomes


def test_all_processes_are_measured_together_and_for_who_has_the_token(started: Server) -> None:
    for _ in range(12):
        started.ask("/")
    assert started.ask("/metrics")[0] == 404
    status, text = started.ask("/metrics", Authorization="Bearer for-the-one-who-measures-in-tests-01")
    assert status == 200
    (counted,) = re.findall(r'lectern_requests_total\{endpoint="public.front",.*\} (\d+)', text)
    assert int(counted) == 12


def test_every_line_of_its_log_is_one_for_machines(started: Server) -> None:
    started.ask("/verify/a-code-of-somebody")
    started.child.stop()
    lines = [json.loads(line) for line in started.child.log.read_text().splitlines()]
    assert {"granian", "app.noting"} <= {line["from"] for line in lines}
    assert "a-code-of-somebody" not in started.child.log.read_text()


def test_settings_are_those_of_the_environment() -> None:
    told = serve.command({"WEB_WORKERS": "3", "WEB_THREADS": "8", "WEB_HOST": "0.0.0.0", "WEB_PORT": "80"})
    assert " ".join(told).count("--workers 3 --blocking-threads 8") == 1
    assert "--host 0.0.0.0 --port 80" in " ".join(told)
    assert "--uds /run/web.sock" in " ".join(serve.command({"WEB_SOCKET": "/run/web.sock"}))


def test_the_first_process_knows_nothing_of_ours() -> None:
    """What it had imported, its children would go on using after a reload."""
    code = "import sys, infra.serve; print(*[name for name in sys.modules if name.split('.')[0] in sys.argv[1:]])"
    ours = ["app", "blueprints", "tenants", "worker", "flask", "sqlalchemy"]
    said = subprocess.run(
        [sys.executable, "-c", code, *ours], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == ""


def test_gunicorn_serves_it_too(environment, watcher: Watcher, tmp_path: Path) -> None:
    """The fallback that the README names."""
    port = free_port()
    options = [
        "--worker-class",
        "gthread",
        "--workers",
        "1",
        "--threads",
        "4",
        "--bind",
        f"{LOOPBACK}:{port}",
    ]
    child = Child(
        watcher,
        [sys.executable, "-m", "gunicorn", *options, "app.wsgi:served()"],
        tmp_path / "web.log",
        environment,
        cwd=ROOT,
    )
    child.start()
    server = Server(child, port=port)
    try:
        assert wait_until(server.answers, PATIENCE), child.last_words(30)
        assert server.ask("/")[0] == 200
    finally:
        child.stop()
