"""What a browser forgives, and the HTML standard does not."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.node import node

ROOT = Path(__file__).resolve().parents[2]
SETTLED: Mapping[str, str] = {}
"""Rules of the validator that are left out."""


def faults(pages: Mapping[str, str]) -> dict[str, list[str]]:
    """Name → what is wrong with that page."""
    done = subprocess.run(
        [node(), "tests/walk/validate.mjs", json.dumps(dict(SETTLED))],
        input=json.dumps(dict(pages)),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found
