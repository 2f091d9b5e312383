"""What a browser loads that has never been here, as it comes over the wire."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.bench.load import Asked
from tests.browser import FLAGS


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def first_view(browser: Browser, address: str, asked: Asked) -> int:
    """Bytes of all answers together, with their heads."""
    context = browser.new_context(extra_http_headers={"Cookie": asked.cookie} if asked.cookie else {})
    page = context.new_page()
    wire, sizes = context.new_cdp_session(page), []
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    page.goto(f"{address}{asked.path}", wait_until="networkidle")
    context.close()
    return sum(sizes)
