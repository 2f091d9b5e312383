"""The web server for production, and for `infra/run`: granian, as the environment says.

SIGHUP reloads: new processes read the code and settings anew, one after the other, and the old ones finish what they
have begun. This process imports nothing of ours, so that nothing old is handed on to new ones.
"""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOGGING = ROOT / "infra" / "deploy" / "server-log.json"
SHARED_COUNTS = "PROMETHEUS_MULTIPROC_DIR"


def command(environment: Mapping[str, str]) -> list[str]:
    """`WEB_SOCKET` is for a proxy on the same machine: all processes listen on one socket that outlives them, so no
    connection is refused while they change. Otherwise each has its own on `WEB_HOST` and `WEB_PORT`."""
    socket = environment.get("WEB_SOCKET")
    place = (
        ["--uds", socket, "--uds-permissions", environment.get("WEB_SOCKET_MODE", "660")]
        if socket
        else [
            "--host",
            environment.get("WEB_HOST", "127.0.0.1"),
            "--port",
            environment.get("WEB_PORT", "8000"),
        ]
    )
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", *place),
        *("--workers", environment.get("WEB_WORKERS", "2")),
        *("--blocking-threads", environment.get("WEB_THREADS", "4")),
        *("--backlog", "1024", "--respawn-failed-workers"),
        # How long a new process has to load before an old one is told to end, and that one to finish.
        *("--respawn-interval", environment.get("WEB_LOAD_SECONDS", "15")),
        *("--workers-kill-timeout", environment.get("WEB_FINISH_SECONDS", "60")),
        *("--no-ws", "--log-config", str(LOGGING), "app.wsgi:served"),
    ]


def shared_counts(environment: Mapping[str, str]) -> dict[str, str]:
    """A folder in which the processes count together; empty at each start. What is given is cleared."""
    given = environment.get(SHARED_COUNTS)
    folder = Path(given or tempfile.mkdtemp(prefix="lectern-counts-"))
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink()
    return {SHARED_COUNTS: str(folder)}


def main() -> None:
    os.chdir(ROOT)
    environment = os.environ | shared_counts(os.environ)
    os.execve(sys.executable, command(environment), environment)


if __name__ == "__main__":
    main()
