"""A real browser, for the pages that do more with scripts."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.device import FLAGS
from tests.servers import serving


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield made
        made.close()


@pytest.fixture(scope="module")
def named_address(app: Flask) -> Iterator[str]:
    """Where the app answers, under a name: passkeys are not for addresses of numbers."""
    kept = app.extensions["outside"]
    with serving(app) as numbers:
        named = numbers.replace("127.0.0.1", "localhost")
        app.extensions["outside"] = replace(kept, public_url=named)
        yield named
        app.extensions["outside"] = kept
