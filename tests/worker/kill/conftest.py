import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import KEY
from tests.worker.kill.count import Effects, count
from tests.worker.kill.crew import Crew
from tests.worker.kill.journal import Journal

SEED = int(os.environ.get("LECTERN_KILL_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    folder = tmp_path / "journal"
    folder.mkdir()
    (folder / "journal").touch()
    return Journal(folder)


@pytest.fixture
def crew(worker_settings, journal: Journal, tmp_path: Path) -> Iterator[Crew]:
    environment = {
        "DATABASE_URL": worker_settings.database_url,
        "OPERATOR_DATABASE_URL": worker_settings.operator_database_url,
        "REDIS_URL": worker_settings.redis_url,
        "ENCRYPTION_KEYS": KEY,
        "PUBLIC_URL": worker_settings.public_url,
        "FILES_URL": worker_settings.files_url,
        "SMTP_URL": worker_settings.smtp_url,
        "MAIL_FROM": worker_settings.mail_from,
        "WORKER_PROCESSES": "2",
        "JOB_LEASE_GRACE": "1",
        "JOB_STALL": "2",
        "KILL_FOLDER": str(journal.folder),
    }
    made = Crew(environment, tmp_path / "log", random.Random(SEED))
    yield made
    made.stop()


@pytest.fixture
def effects(noted: Callable[[], list[str]], smtp_server, tmp_path: Path) -> Callable[[], Effects]:
    papers = tmp_path / "files" / "papers"
    return lambda: count(noted(), papers, smtp_server.messages)
