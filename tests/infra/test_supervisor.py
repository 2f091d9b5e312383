import os
import signal
import time
from pathlib import Path

import pytest

from infra.children import Child, Watcher, wait_until
from infra.programs import ServerError
from infra.supervisor import LONGEST_WAIT, Service, supervise
from infra.watcher import alive


def child(watcher: Watcher, log: Path, *command: str) -> Child:
    return Child(watcher, command, log=log, environment=dict(os.environ))


def test_what_dies_is_started_again_after_a_while_and_said(
    watcher: Watcher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sleeper = child(watcher, tmp_path / "log", "sleep", "60")
    service = Service("the sleeper", sleeper)
    service.start()
    first = sleeper.pid
    assert first
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: not sleeper.running, 5)
    service.look_after()
    assert not sleeper.running
    assert wait_until(lambda: service.look_after() or sleeper.running, 5)
    assert sleeper.pid != first
    sleeper.stop()
    said = capsys.readouterr().out
    assert f"the sleeper ended unexpectedly (see {tmp_path / 'log'}); it starts again in 1 s" in said
    assert "the sleeper is running again" in said


def test_what_cannot_stay_up_is_tried_less_and_less_often(
    watcher: Watcher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service = Service("it", child(watcher, tmp_path / "log", "false"))
    service.start()
    waits = []
    for _ in range(7):
        assert wait_until(lambda: not service.process.running, 5)
        service.look_after()
        assert service.retry_at
        waits.append(round(service.retry_at - time.monotonic()))
        service.retry_at = time.monotonic()
        service.look_after()
    service.process.stop()
    assert waits == [1, 2, 4, 8, 16, LONGEST_WAIT, LONGEST_WAIT]


def test_stopping_reaches_the_grandchildren(watcher: Watcher, tmp_path: Path) -> None:
    parent = child(watcher, tmp_path / "log", "sh", "-c", "trap 'exit 0' TERM; sleep 61 & echo $!; wait")
    parent.start()
    assert wait_until(lambda: bool((tmp_path / "log").read_text()), 5)
    grandchild = int((tmp_path / "log").read_text())
    parent.stop()
    assert wait_until(lambda: not alive(grandchild), 5)


def test_without_its_watcher_the_house_stops_in_order_rather_than_risk_orphans(tmp_path: Path) -> None:
    watcher = Watcher()
    sleeper = child(watcher, tmp_path / "log", "sleep", "62")
    sleeper.start()
    os.kill(watcher.pid, signal.SIGKILL)
    with pytest.raises(ServerError, match="all stop now"):
        supervise([Service("the sleeper", sleeper)], watcher)
    sleeper.stop()
    watcher.close()
    assert not sleeper.running
