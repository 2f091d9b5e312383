"""Runs the whole of Lectern on this machine: servers, schema, demonstration, mailbox, worker and web."""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from app.demonstration.reading import platform, schools
from infra import assets, keys
from infra.children import Child, Watcher, wait_until
from infra.homes import hold
from infra.ports import LOOPBACK, Port, claim_first_free_port, claim_port, free_port
from infra.programs import ServerError, may_enter, unprivileged_account
from infra.serve import SHARED_COUNTS, shared_counts
from infra.servers import Postgres, Valkey
from infra.supervisor import Service, say, supervise
from infra.watcher import alive

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "lectern"
USUAL_PORT = 8000
USUAL_MAILBOX_PORT = 8025
NOT_FOR_WEB = ("OWNER_DATABASE_URL", "MAINTENANCE_DATABASE_URL")
START_SECONDS = 180
AWAY = Path("/var/lib/lectern")


def main() -> None:
    given = arguments()
    make_data_folder(given.data)
    try:
        with ExitStack() as stack:
            lock = stack.enter_context(claim(given.data / "lock"))
            stop_on_signals()
            House(stack, lock, given).run()
    except (ServerError, assets.AssetError) as error:
        sys.exit(f"Lectern cannot run: {error}")
    except KeyboardInterrupt:
        print(f"Stopped. Data is in {given.data}", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="infra/run", description=__doc__)
    parser.add_argument(
        "--port", type=int, help=f"port of the pages on {LOOPBACK} (default: {USUAL_PORT} or the next free)"
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="start without the demonstration schools and personas"
    )
    parser.add_argument(
        "--data", type=folder, default=ROOT / "var", help="where data and logs are kept (default: ./var)"
    )
    return parser.parse_args()


def folder(text: str) -> Path:
    return Path(text).resolve()


def make_data_folder(data: Path) -> None:
    """When root runs us, the servers' own user must pass through it to its folder."""
    if not data.exists():
        data.mkdir(parents=True)
        data.chmod(0o711)


def claim(path: Path) -> IO[str]:
    """One Lectern a checkout. The lock outlives a killed one until its servers are down (see Watcher)."""
    lock = hold(path)
    if lock is None:
        refuse_second(path)
        say("The last run was killed and is still shutting down; waiting for it")
        deadline = time.monotonic() + START_SECONDS
        while lock is None and time.monotonic() < deadline:
            time.sleep(0.2)
            lock = hold(path)
    if lock is None:
        raise ServerError("the last run's servers do not stop; end them by hand.")
    note(lock, pid=os.getpid(), address=None)
    return lock


def refuse_second(path: Path) -> None:
    try:
        running = json.loads(path.read_text())
    except ValueError:
        running = {"pid": None, "address": None}
    if running["pid"] and alive(running["pid"]):
        where = f"at {running['address']}" if running["address"] else "and still starting"
        raise ServerError(
            f"it is already running here {where} (process {running['pid']}). "
            f"Stop that one first: Ctrl-C in its terminal, or kill {running['pid']}."
        )


def note(lock: IO[str], **values: object) -> None:
    lock.seek(0)
    lock.truncate()
    lock.write(json.dumps(values))
    lock.flush()


def stop_on_signals() -> None:
    """The first signal starts an orderly stop, which further ones do not disturb."""

    def stop(*_: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        print("\nStopping …", flush=True)
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


class House:
    def __init__(self, stack: ExitStack, lock: IO[str], given: argparse.Namespace) -> None:
        self.stack = stack
        self.lock = lock
        self.data: Path = given.data
        self.demo = not given.no_demo
        self.port = stack.enter_context(chosen_port(given.port))
        self.mailbox_page: str | None = None
        self.services: list[Service] = []
        self.environment = dict(os.environ) | {"PYTHONUNBUFFERED": "1"}

    def run(self) -> None:
        (self.data / "log").mkdir(mode=0o700, exist_ok=True)
        print("Lectern is starting …", flush=True)
        assets.make()
        self.watcher = self.stack.enter_context(Watcher(holding=[self.lock.fileno(), self.port.lock]))
        self._settle_environment()
        self._prepare_database()
        self._start_processes()
        note(self.lock, pid=os.getpid(), address=self.address)
        self._welcome()
        supervise(self.services, self.watcher)

    @property
    def address(self) -> str:
        return self.environment["PUBLIC_URL"]

    def _settle_environment(self) -> None:
        """What is set already stays; the rest is given by this machine's own servers and folders."""
        secrets = keys.kept(self.data / "secrets.env")
        here = {
            "SECRET_KEY": secrets["SECRET_KEY"],
            "ENCRYPTION_KEYS": secrets["ENCRYPTION_KEYS"],
            # By name: browsers keep no passkeys for a bare number.
            "PUBLIC_URL": f"http://localhost:{self.port.number}",
            "FILES_URL": (self.data / "files").as_uri(),
            "MAIL_FROM": "Lectern <hello@lectern.example>",
        }
        if self.demo:
            here["LECTERN_DEMO"] = "1"
        if "DATABASE_URL" not in self.environment:
            here |= self._start_postgres(secrets)
        if "REDIS_URL" not in self.environment:
            here |= self._start_valkey()
        if "SMTP_URL" not in self.environment:
            here |= self._start_mailbox()
        self.environment = here | self.environment
        (self.data / "files").mkdir(mode=0o700, exist_ok=True)
        keys.write(self.data / "environment", {name: self.environment[name] for name in here})

    def _start_postgres(self, secrets: Mapping[str, str]) -> dict[str, str]:
        server = Postgres(self._server_home("postgres"), self.watcher, secrets["POSTGRES_PASSWORD"])
        self._start("PostgreSQL", server)
        roles = ("owner", "maintenance", "app", "operator")
        passwords = {role: secrets[f"{role.upper()}_PASSWORD"] for role in roles}
        named = {f"{role}_password": password for role, password in passwords.items()}
        server.run_script(ROOT / "infra" / "roles.sql", "postgres", dbname=DATABASE, **named)
        urls = {role: server.url(f"lectern_{role}", passwords[role], DATABASE) for role in roles}
        return {
            "DATABASE_URL": urls["app"],
            "OPERATOR_DATABASE_URL": urls["operator"],
            "OWNER_DATABASE_URL": urls["owner"],
            "MAINTENANCE_DATABASE_URL": urls["maintenance"],
        }

    def _server_home(self, name: str) -> Path:
        """When root runs us in a folder closed to others, the servers' own user needs a place elsewhere."""
        home = self.data / name
        account = unprivileged_account(self.data)
        if not home.is_symlink() and not may_enter(self.data, account):
            AWAY.mkdir(mode=0o711, parents=True, exist_ok=True)
            home.symlink_to(tempfile.mkdtemp(prefix=f"{name}-", dir=AWAY))
            say(f"{home} is closed to the servers' user, so it leads to {home.resolve()}")
        return home

    def _start_valkey(self) -> dict[str, str]:
        server = Valkey(self._server_home("valkey"), self.watcher)
        self._start("Valkey", server)
        return {"REDIS_URL": server.url()}

    def _start_mailbox(self) -> dict[str, str]:
        smtp, page = free_port(), self.stack.enter_context(claim_first_free_port(USUAL_MAILBOX_PORT)).number
        options = ["--folder", str(self.data / "mail"), "--smtp-port", str(smtp), "--page-port", str(page)]
        self._start("the mailbox", self._child("mailbox", "-m", "infra.mailbox", *options))
        self.mailbox_page = f"http://{LOOPBACK}:{page}"
        return {"SMTP_URL": f"smtp://{LOOPBACK}:{smtp}"}

    def _prepare_database(self) -> None:
        if "OWNER_DATABASE_URL" in self.environment:
            self._step("the schema could not be made", "alembic", "upgrade", "head")
        self._step("the standards could not be published", "flask", "--app", "app", "standards", "publish")
        if self.demo:
            self._step(
                "the demonstration could not be seeded", "flask", "--app", "app", "demonstration", "seed"
            )

    def _step(self, failure: str, *module: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", *module], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise ServerError(f"{failure}:\n{done.stdout}{done.stderr}".rstrip())

    def _start_processes(self) -> None:
        for name in NOT_FOR_WEB:
            self.environment.pop(name, None)
        self._start("the worker", self._child("worker", "-m", "worker"))
        self._start("the dispatcher", self._child("dispatcher", "-m", "worker.dispatcher"))
        self.environment |= {"WEB_HOST": LOOPBACK, "WEB_PORT": str(self.port.number)}
        self.environment |= shared_counts({SHARED_COUNTS: str(self.data / "counts")})
        web = self._child("web", "-m", "infra.serve")
        self._start("the web server", web)
        if not wait_until(lambda: not web.running or self._answers(), START_SECONDS) or not web.running:
            raise ServerError(
                f"the web server did not come up; the end of {web.log} says:\n{web.last_words()}"
            )

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://{LOOPBACK}:{self.port.number}/ready", timeout=10).close()
        except urllib.error.HTTPError as error:
            return error.code < 500
        except OSError:
            return False
        return True

    def _child(self, name: str, *options: str) -> Child:
        log = self.data / "log" / f"{name}.log"
        if log.exists():
            log.replace(log.with_suffix(".old"))
        return Child(
            self.watcher, [sys.executable, *options], log=log, environment=self.environment, cwd=ROOT
        )

    def _start(self, name: str, process: Postgres | Valkey | Child) -> None:
        service = Service(name, process)
        self.stack.callback(process.stop)
        service.start()
        self.services.append(service)

    def _welcome(self) -> None:
        print(f"\nLectern is running at {self.address}")
        if self.mailbox_page:
            say(f"mail it sends     {self.mailbox_page}")
        for school in schools() if self.demo else ():
            say(f"sign in           {self.address}/schools/{school.slug}/sign-in")
            say(
                f"                  as {school.head_name}, headteacher of {school.name}, or anyone listed there"
            )
        if self.demo:
            say(f"operator          {self.address}/operator/ as {platform().operator}")
        say(f"logs and data     {self.data}")
        print("Ctrl-C stops it.", flush=True)


def chosen_port(wanted: int | None) -> Port:
    found = claim_first_free_port(USUAL_PORT) if wanted is None else claim_port(wanted)
    if found is None:
        raise ServerError(f"port {wanted} is taken by another program; choose one with --port.")
    return found


if __name__ == "__main__":
    main()
