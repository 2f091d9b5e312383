from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser

from app.settings import Settings
from infra.ports import LOOPBACK
from tests.servers import mail_server, serving
from tests.walk.lectern import Lectern, standing
from tests.walk.screen import Screens
from tests.walk.walks import Walks

if TYPE_CHECKING:
    from tests.servers import Databases


@pytest.fixture(scope="session")
def lectern(databases: Databases, settings: Settings, servers_folder: Path) -> Iterator[Lectern]:
    folder = servers_folder / "walk"
    folder.mkdir()
    urls = databases.urls(databases.copy())
    with mail_server() as mailbox, standing(urls, settings, folder, mailbox) as made:
        yield made


@pytest.fixture(scope="session")
def walks(lectern: Lectern) -> Walks:
    return Walks(lectern)


@pytest.fixture(scope="session")
def screens(walks: Walks, browser: Browser) -> Iterator[Screens]:
    with serving(walks.lectern.app) as address:
        made = Screens(browser, address.replace(LOOPBACK, "localhost"), walks)
        yield made
        made.close()
