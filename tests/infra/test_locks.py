import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements", "requirements-dev")


def named(text: str) -> set[str]:
    return {
        name.lower().replace("_", "-") for name in re.findall(r"^([A-Za-z0-9][\w.-]*)", text, re.MULTILINE)
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_asked_for_is_locked(lock: str) -> None:
    assert named((ROOT / f"{lock}.in").read_text()) <= named((ROOT / f"{lock}.txt").read_text())


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_version_and_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / f"{lock}.txt").read_text().strip())
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_product_and_tools_lock_the_same_versions() -> None:
    product, tools = (
        set(re.findall(r"^\S+==\S+", (ROOT / f"{lock}.txt").read_text(), re.MULTILINE)) for lock in LOCKS
    )
    assert product <= tools


def test_no_lock_names_a_registry() -> None:
    for lock in LOCKS:
        assert "://" not in (ROOT / f"{lock}.txt").read_text()
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert name == "" or package["integrity"].startswith("sha512-"), name
