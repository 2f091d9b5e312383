"""A port is one Lectern's, from the moment it is chosen."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra import ports
from infra.ports import LOOPBACK, claim_first_free_port, claim_port, free_port

CONTENDERS = 12
CONTEND = """
import sys
from infra.ports import claim_first_free_port, claim_port
print("ready", flush=True)
sys.stdin.readline()
port = claim_first_free_port(int(sys.argv[1])) if sys.argv[2] == "next" else claim_port(int(sys.argv[1]))
print(port.number if port else 0, flush=True)
sys.stdin.readline()
"""


@contextmanager
def contenders(port: int, how: str) -> Iterator[list[int]]:
    """What each of many processes gets that reach for it at the same moment, and keeps until the end."""
    command = [sys.executable, "-c", CONTEND, str(port), how]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, **pipes) for _ in range(CONTENDERS)]  # type: ignore[call-overload]
    for one in running:
        assert one.stdout.readline() == "ready\n"
    for one in running:
        one.stdin.write("go\n")
        one.stdin.flush()
    yield [int(one.stdout.readline()) for one in running]
    for one in running:
        one.communicate()


def test_of_many_that_reach_for_a_port_one_gets_it() -> None:
    port = free_port()
    with contenders(port, "this") as got:
        assert sorted(got) == [0] * (CONTENDERS - 1) + [port]


def test_many_that_take_the_next_free_port_get_one_each() -> None:
    with contenders(free_port(), "next") as got:
        assert len(set(got)) == CONTENDERS


def test_a_port_is_free_again_when_its_holder_has_ended() -> None:
    port = free_port()
    with contenders(port, "this"):
        assert claim_port(port) is None
    again = claim_port(port)
    assert again
    with again:
        assert claim_port(port) is None


def test_a_port_of_another_program_is_passed_over_also_when_it_says_it_may_be_shared() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind((LOOPBACK, 0))
        other.listen()
        taken = other.getsockname()[1]
        assert claim_port(taken) is None
        with claim_first_free_port(taken) as found:
            assert found.number != taken


def test_whoever_is_handed_the_lock_keeps_it() -> None:
    port = claim_port(free_port())
    assert port
    keeper = [sys.executable, "-c", "import sys; sys.stdin.readline()"]
    with subprocess.Popen(keeper, stdin=subprocess.PIPE, pass_fds=[port.lock]) as running:
        with port:
            pass
        assert claim_port(port.number) is None
        running.communicate(b"\n")
    with claim_port(port.number) as again:  # type: ignore[union-attr]
        assert again.number == port.number


def test_a_lock_that_is_no_file_of_ours_counts_as_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "LOCKS", tmp_path)
    port = free_port()
    (tmp_path / f"lectern-port-{port}").symlink_to(tmp_path / "elsewhere")
    assert claim_port(port) is None
    assert not (tmp_path / "elsewhere").exists()
