import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from infra.children import Watcher, wait_until
from infra.homes import socket_folder
from infra.programs import ServerError
from infra.servers import Postgres, Valkey, new_password
from infra.watcher import alive

ROOT = Path(__file__).resolve().parents[2]
STARTER = """
import os, signal, sys
from pathlib import Path
from infra.children import Watcher
from infra.servers import Postgres, Valkey
watcher = Watcher()
postgres = Postgres(Path(sys.argv[1]) / "postgres", watcher, "known")
valkey = Valkey(Path(sys.argv[1]) / "valkey", watcher)
postgres.start()
valkey.start()
print(postgres.pid, valkey.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_no_server_listens_on_the_network(postgres: Postgres, valkey: Valkey) -> None:
    for server in (postgres, valkey):
        assert server.pid
        assert not psutil.Process(server.pid).net_connections("tcp")


def test_a_wrong_password_is_refused_on_the_socket_too(postgres: Postgres) -> None:
    address = postgres.url("postgres", new_password(), "postgres", "postgresql")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address)


def test_nobody_but_their_user_enters_the_servers_folders(postgres: Postgres, valkey: Valkey) -> None:
    for server in (postgres, valkey):
        assert server.home.stat().st_mode & 0o077 == 0
        assert server.sockets.stat().st_mode & 0o077 == 0


def test_servers_end_with_a_starter_that_was_killed(servers_folder: Path, watcher: Watcher) -> None:
    home = servers_folder / "killed"
    home.mkdir(0o755)
    done = subprocess.run([sys.executable, "-c", STARTER, home], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    pids = [int(pid) for pid in done.stdout.split()]
    assert wait_until(lambda: not any(map(alive, pids)), 60)
    assert "database system is shut down" in (home / "postgres" / "log").read_text()
    with Postgres(home / "postgres", watcher, "known") as server, server.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_killed_server_comes_back_with_its_data(servers_folder: Path, watcher: Watcher) -> None:
    with Valkey(servers_folder / "comes-back", watcher) as server:
        with redis.from_url(server.url()) as client:
            client.set("word", "kept")
        assert server.pid
        os.kill(server.pid, signal.SIGKILL)
        assert wait_until(lambda: not server.running, 10)
        server.stop()
        server.start()
        with redis.from_url(server.url()) as client:
            assert client.get("word") == b"kept"


def test_a_strangers_process_number_in_the_pid_file_is_no_obstacle(
    servers_folder: Path, watcher: Watcher
) -> None:
    server = Postgres(servers_folder / "stranger", watcher, new_password(), durable=False)
    with server:
        assert server.pid
        note = server.data / "postmaster.pid"
        lines = note.read_text().splitlines()
        os.kill(server.pid, signal.SIGKILL)
        assert wait_until(lambda: not server.running, 10)
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with server:
        assert server.running


def test_one_home_serves_one_lectern(postgres: Postgres, watcher: Watcher) -> None:
    with pytest.raises(ServerError, match="in use by another Lectern"):
        Postgres(postgres.home, watcher, postgres.password).start()
    assert postgres.running


def test_a_server_in_a_deep_folder_has_its_socket_elsewhere(servers_folder: Path, watcher: Watcher) -> None:
    deep = servers_folder.joinpath(*["a-folder-with-a-long-name"] * 4)
    deep.mkdir(parents=True)
    server = Valkey(deep / "valkey", watcher, durable=False)
    with server, redis.from_url(server.url()) as client:
        assert client.ping()
        assert server.sockets.parent == Path("/tmp")
    assert not server.sockets.exists()


def test_somebody_elses_folder_in_tmp_is_not_used(servers_folder: Path, watcher: Watcher) -> None:
    home = servers_folder.joinpath(*["another-folder-with-a-long-name"] * 4)
    home.mkdir(parents=True)
    planted = socket_folder(home, Valkey.socket_name)
    planted.symlink_to(servers_folder)
    try:
        with pytest.raises(ServerError, match="belongs to somebody else"):
            Valkey(home, watcher).start()
    finally:
        planted.unlink()


def test_why_a_server_did_not_start_is_said(servers_folder: Path, watcher: Watcher) -> None:
    home = servers_folder / "broken"
    with Postgres(home, watcher, new_password(), durable=False) as server:
        pass
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(ServerError, match=r"(?s)did not start.*initialized by PostgreSQL version 9"):
        server.start()
    assert not server.running
