"""The whole of Lectern as it runs for real: web server, worker and dispatcher in processes of their own."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock_time
from email.message import EmailMessage
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import NullPool, create_engine, text

from infra.children import Child, Watcher, wait_until
from infra.ports import LOOPBACK, free_port
from tenants.base import clock
from tests.servers import DatabaseUrls, MailServer

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
PROGRAMS = (
    ("worker", "-m", "worker"),
    ("dispatcher", "-m", "worker.dispatcher"),
    ("web", "-m", "infra.serve"),
)


@dataclass
class House:
    """A running Lectern: its address, its environment, and the mail that it sent. On the fourth of
    `provider_ports` it takes what answers for Google, on the fifth for Microsoft."""

    url: str
    environment: dict[str, str]
    mailbox: MailServer
    provider_ports: tuple[int, ...]
    logs: Path

    def command(self, *words: str) -> str:
        """Runs `flask --app app …` as the operator does."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def mail_to(self, address: str, about: str) -> EmailMessage:
        """The newest mail to the address whose subject has the words; waits for the worker."""
        found: list[EmailMessage] = []

        def arrived() -> bool:
            found[:] = [
                mail
                for mail in self.mailbox.messages
                if address in str(mail["To"]) and about.lower() in str(mail["Subject"]).lower()
            ]
            return bool(found)

        assert wait_until(arrived, PATIENCE), f"no mail to {address} about {about!r}: {self._subjects()}"
        return found[-1]

    def wait_for_mail(self, before: int) -> None:
        """Until more mail came than there was before."""
        assert wait_until(lambda: len(self.mailbox.messages) > before, PATIENCE), self._subjects()

    def link_in(self, mail: EmailMessage) -> str:
        """Where the mail's button leads."""
        words = mail.get_body(("plain",)).get_content()
        return re.search(rf"{re.escape(self.url)}\S+", words)[0]

    def link_to(self, address: str, about: str) -> str:
        return self.link_in(self.mail_to(address, about))

    def _subjects(self) -> list[str]:
        return [f"{mail['To']}: {mail['Subject']}" for mail in self.mailbox.messages]


@contextmanager
def running_house(
    urls: DatabaseUrls, redis_url: str, mailbox: MailServer, folder: Path, watcher: Watcher, **more: str
) -> Iterator[House]:
    """`more`: further settings, such as LECTERN_DEMO for a clock that can be moved."""
    port, providers = free_port(), tuple(free_port() for _ in range(5))
    environment = os.environ | urls.environment() | {
        "REDIS_URL": redis_url,
        "SECRET_KEY": os.urandom(32).hex(),
        "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "PUBLIC_URL": f"http://{LOOPBACK}:{port}",
        "FILES_URL": (folder / "files").as_uri(),
        "SMTP_URL": mailbox.url,
        "MAIL_FROM": "Lectern <no-reply@lectern.example>",
        "LECTERN_ALLOWED_ISSUERS": ",".join(f"localhost:{one}" for one in providers[:3]),
        "LECTERN_STAND_INS": "google=localhost:{3}, microsoft=localhost:{4}".format(*providers),
        "PYTHONUNBUFFERED": "1",
        "WEB_PORT": str(port),
        "WEB_WORKERS": "1",
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "counts"),
        **more,
    }  # fmt: skip
    house = House(f"http://{LOOPBACK}:{port}", environment, mailbox, providers, folder)
    house.command("standards", "publish")
    with ExitStack() as stack:
        for name, *words in PROGRAMS:
            child = Child(watcher, [sys.executable, *words], folder / f"{name}.log", environment, cwd=ROOT)
            stack.callback(child.stop)
            child.start()
        assert wait_until(lambda: _answers(house.url), PATIENCE), (folder / "web.log").read_text()
        yield house


def move_clock(house: House, day: date) -> None:
    """To that day at noon, where the house was started as a demonstration; as its operator does, by one row."""
    by = datetime.combine(day, clock_time(12), clock.SCHOOL_TIME) - clock.now()
    engine = create_engine(house.environment["OPERATOR_DATABASE_URL"], poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM clock_settings"))
        connection.execute(
            text("INSERT INTO clock_settings (id, offset_seconds) VALUES (1, :seconds)"),
            {"seconds": int(by.total_seconds())},
        )
    engine.dispose()


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/health", timeout=5).close()
    except OSError:
        time.sleep(0.1)
        return False
    return True
