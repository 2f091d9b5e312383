"""`infra/run` itself, started as a person starts it, on data of its own."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Timer

import psutil
import psycopg
import pytest

from infra import keys
from infra.children import Account, Watcher, as_account, wait_until
from infra.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 300
NOBODY = Account("nobody", 65534, 65534)
BY_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the servers to another user")


class Run:
    """One started `infra/run` and all that it starts."""

    def __init__(self, watcher: Watcher, data: Path, *options: str, account: Account | None = None) -> None:
        given = ["--no-demo", "--data", str(data), *(options or ["--port", str(free_port())])]
        self.process = subprocess.Popen(
            [*(plain_command() if account else [ROOT / "infra" / "run"]), *given],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": site_packages() if account else ""},
            start_new_session=True,
            **as_account(account),
        )
        self.printed = ""
        self.data = data
        watcher.started(self.process.pid, signal.SIGTERM, STARTS_WITHIN)

    def read_until(self, enough: Callable[[str], object]) -> str:
        assert self.process.stdout
        limit = Timer(STARTS_WITHIN, self.process.kill)
        limit.start()
        while not enough(self.printed) and (line := self.process.stdout.readline()):
            self.printed += line
        limit.cancel()
        assert enough(self.printed), f"It ended with {self.process.poll()}:\n{self.printed}"
        return self.printed

    def address(self) -> str:
        said = self.read_until(lambda said: "Ctrl-C stops it" in said)
        return said.split("running at ")[1].split()[0]

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, how: signal.Signals) -> str:
        self.process.send_signal(how)
        said, _ = self.process.communicate(timeout=STARTS_WITHIN)
        return self.printed + said


Running = Callable[..., AbstractContextManager[Run]]


@pytest.fixture(scope="module")
def running(watcher: Watcher) -> Running:
    @contextmanager
    def start(data: Path, *options: str, account: Account | None = None) -> Iterator[Run]:
        run = Run(watcher, data, *options, account=account)
        try:
            yield run
        finally:
            if run.process.poll() is None:
                run.end(signal.SIGTERM)
            watcher.ended(run.process.pid)
            if run.process.stdout:
                run.process.stdout.close()

    return start


@pytest.fixture(scope="module")
def house(running: Running, servers_folder: Path) -> Iterator[Run]:
    """One that most tests share."""
    with running(servers_folder / "house") as run:
        run.address()
        yield run


def plain_command() -> list[str]:
    """Root's own Python may be closed to others; then the system's runs the same packages."""
    for python in (sys.executable, "/usr/bin/python3"):
        if version_for_others(python) == sys.version_info[:3]:
            return [python, "-m", "infra.house"]
    pytest.skip("No Python of this version that a plain user may run.")


def version_for_others(python: str) -> tuple[int, ...]:
    told = "import sys; print(*sys.version_info[:3])"
    try:
        done = subprocess.run(
            [python, "-c", told], cwd="/", capture_output=True, text=True, **as_account(NOBODY)
        )
    except OSError:
        return ()
    return tuple(map(int, done.stdout.split()))


def site_packages() -> str:
    return str(sysconfig.get_path("purelib"))


@pytest.fixture
def data(servers_folder: Path) -> Path:
    """A short path: what is killed in a deep one leaves its socket's folder in /tmp."""
    folder = Path(tempfile.mkdtemp(dir=servers_folder))
    folder.chmod(0o711)
    return folder / "var"


def fetch(address: str) -> int:
    with urllib.request.urlopen(address) as answer:
        return int(answer.status)


def gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


def as_owner(data: Path) -> "psycopg.Connection[tuple[object, ...]]":
    url = keys.read(data / "environment")["OWNER_DATABASE_URL"]
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def test_it_answers_and_ctrl_c_stops_all_it_started(data: Path, running: Running) -> None:
    with running(data) as run:
        assert fetch(run.address()) == 200
        family = run.family()
        assert {"postgres", "valkey-server"} <= {process.name() for process in family}
        said = run.end(signal.SIGINT)
    assert "Stopped." in said
    assert run.process.returncode == 0
    assert gone(family)


def test_after_sigkill_nothing_is_left_and_the_next_start_has_the_data(data: Path, running: Running) -> None:
    with running(data) as first:
        first.address()
        with as_owner(data) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('still here')")
        family = first.family()
        first.end(signal.SIGKILL)
    with running(data) as second:
        assert fetch(second.address()) == 200
        assert gone(family)
        with as_owner(data) as connection:
            assert connection.execute("SELECT word FROM kept").fetchall() == [("still here",)]


def test_a_second_start_names_the_running_one_and_leaves_it_alone(house: Run, running: Running) -> None:
    with running(house.data) as second:
        said, _ = second.process.communicate(timeout=STARTS_WITHIN)
    assert second.process.returncode == 1
    assert f"already running here at {house.address()} (process {house.process.pid})" in said
    assert "Traceback" not in said
    assert fetch(house.address()) == 200


def test_a_port_that_is_taken_is_named(house: Run, data: Path, running: Running) -> None:
    port = house.address().rsplit(":", 1)[1]
    with running(data, "--port", port) as second:
        said, _ = second.process.communicate(timeout=STARTS_WITHIN)
    assert second.process.returncode == 1
    assert f"port {port} is taken by another program" in said


def test_two_started_at_the_same_moment_do_not_share_a_port(servers_folder: Path, running: Running) -> None:
    port = str(free_port())
    homes = [Path(tempfile.mkdtemp(dir=servers_folder)) for _ in range(2)]
    for home in homes:
        home.chmod(0o711)
    with running(homes[0] / "var", "--port", port) as one, running(homes[1] / "var", "--port", port) as other:
        assert wait_until(lambda: ended(one) != ended(other), STARTS_WITHIN)
        loser, winner = (one, other) if ended(one) else (other, one)
        assert f"port {port} is taken" in loser.process.communicate()[0]
        assert fetch(winner.address()) == 200
        assert wait_until(
            lambda: listening(int(port)) <= {process.pid for process in winner.family()}, STARTS_WITHIN
        )


def ended(run: Run) -> bool:
    return run.process.poll() is not None


def listening(port: int) -> set[int | None]:
    sockets = psutil.net_connections("tcp4")
    return {found.pid for found in sockets if found.status == "LISTEN" and found.laddr.port == port}


def test_what_dies_is_started_again_and_said(house: Run) -> None:
    servers = [process for process in house.family() if process.name() in ("postgres", "valkey-server")]
    heads = [process for process in servers if process.ppid() == house.process.pid]
    assert len(heads) == 2
    for process in heads:
        process.kill()
    told = house.read_until(lambda said: said.count("is running again") == 2)
    assert "PostgreSQL ended unexpectedly" in told
    assert "Valkey ended unexpectedly" in told
    assert wait_until(lambda: fetch(house.address()) == 200, 30)


def test_secrets_and_data_are_for_their_owner_only(house: Run) -> None:
    for name in ("secrets.env", "environment"):
        assert stat.S_IMODE((house.data / name).stat().st_mode) == 0o600
    for name in ("postgres", "valkey", "mail", "files", "log"):
        assert stat.S_IMODE((house.data / name).stat().st_mode) == 0o700


def test_the_pages_and_jobs_never_hold_the_keys_of_the_schema(house: Run) -> None:
    ours = [process for process in house.family() if "python" in process.name()]
    assert len(ours) > 4
    for process in ours:
        held = process.environ().keys()
        assert not held & {"OWNER_DATABASE_URL", "MAINTENANCE_DATABASE_URL"}, process.cmdline()


@BY_ROOT
def test_root_hands_the_servers_to_another_user(house: Run) -> None:
    servers = [process for process in house.family() if process.name() in ("postgres", "valkey-server")]
    assert servers
    assert all(process.uids().effective != 0 for process in servers)


@BY_ROOT
def test_root_may_run_it_in_a_folder_closed_to_the_servers_user(data: Path, running: Running) -> None:
    data.mkdir(0o700)
    with running(data / "closed") as run:
        assert fetch(run.address()) == 200
        assert f"{data / 'closed' / 'postgres'} is closed to the servers' user" in run.printed
        run.end(signal.SIGTERM)
        with running(data / "closed") as again:
            assert fetch(again.address()) == 200
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    for name in ("postgres", "valkey"):
        shutil.rmtree((data / "closed" / name).resolve())


@BY_ROOT
def test_a_plain_user_can_run_it(data: Path, running: Running) -> None:
    data.mkdir()
    shutil.chown(data, NOBODY.name)
    with running(data, account=NOBODY) as run:
        assert fetch(run.address()) == 200
        assert {process.username() for process in run.family()} == {NOBODY.name}
