"""A real browser, one a pytest process: Playwright allows no second one beside it."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Without its windows, where the machine has that: a new visitor then costs a fifth."""
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    if os.environ.get("LECTERN_REQUIRE_BROWSER"):
        pytest.fail("Chromium is required here (LECTERN_REQUIRE_BROWSER) and is not installed.")
    pytest.skip("No Chromium on this machine: the browser tests did not run.")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield made
        made.close()


def cut_off(page: Page) -> None:
    """Offline for good. What a tab sends while it closes outlives `set_offline` on it, and may arrive after all."""
    page.evaluate("void (window.fetch = () => Promise.reject(new TypeError('Failed to fetch')))")
