from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from tests.blueprints.shared.bench import Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def address(bench: Bench) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, bench.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def device(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A computer with its browser: several tabs share what it keeps."""
    context = browser.new_context(base_url=address)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def tab(device: BrowserContext) -> Iterator[Page]:
    faults: list[str] = []
    page = device.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []
