from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser

from infra.servers import Valkey
from tests.journeys.house import House, running_house
from tests.journeys.visitor import Visitor
from tests.servers import mail_server

if TYPE_CHECKING:
    from infra.children import Watcher
    from tests.servers import Databases


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
    # The longest come first: two workers then end together.
    items.sort(key=lambda item: "tests/journeys/" not in item.nodeid)


@pytest.fixture(scope="session")
def house(databases: Databases, servers_folder: Path, watcher: Watcher) -> Iterator[House]:
    """With a queue of its own, so that no other test's worker takes its jobs."""
    urls = databases.urls(databases.copy())
    folder = servers_folder / "journeys"
    folder.mkdir()
    with (
        Valkey(folder / "valkey", watcher, durable=False) as valkey,
        mail_server() as mailbox,
        running_house(urls, valkey.url(), mailbox, folder, watcher) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def moving_house(
    request: pytest.FixtureRequest, databases: Databases, servers_folder: Path, watcher: Watcher
) -> Iterator[House]:
    """A demonstration's: its clock can be moved, for web, worker and dispatcher alike."""
    urls = databases.urls(databases.copy())
    folder = servers_folder / request.module.__name__
    folder.mkdir()
    with (
        Valkey(folder / "valkey", watcher, durable=False) as valkey,
        mail_server() as mailbox,
        running_house(urls, valkey.url(), mailbox, folder, watcher, LECTERN_DEMO="1") as running,
    ):
        yield running


@pytest.fixture
def arrive(house: House, browser: Browser) -> Iterator[Callable[[], Visitor]]:
    """Each time somebody new, in a browser of their own."""
    made: list[Visitor] = []

    def come() -> Visitor:
        made.append(Visitor.at(browser, house.url))
        return made[-1]

    yield come
    for visitor in made:
        visitor.page.context.close()
