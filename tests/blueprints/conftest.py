"""An address with a name, for the pages that a browser asks for one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from tests.servers import serving


@pytest.fixture(scope="module")
def named_address(app: Flask) -> Iterator[str]:
    """Where the app answers, under a name: passkeys are not for addresses of numbers."""
    kept = app.extensions["outside"]
    with serving(app) as numbers:
        named = numbers.replace("127.0.0.1", "localhost")
        app.extensions["outside"] = replace(kept, public_url=named)
        yield named
        app.extensions["outside"] = kept
