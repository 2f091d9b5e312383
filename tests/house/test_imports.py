"""Each contract on imports is kept, and breaks where somebody breaks it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import NOT_OURS, ROOT

FLOORS = "Floors"
ORDER = "Aggregates in their order"
INSIDE = "Inside an aggregate"
GROUND = "The ground knows no web"
PLACES = "Places stand side by side"
CYCLES = "No two modules or folders lean on each other"

PLANTED = [
    (FLOORS, "tenants/base/ids.py", "import blueprints.shared.forms"),
    (FLOORS, "tenants/base/ids.py", "import worker.queue"),
    (FLOORS, "blueprints/staff/views.py", "import worker.queue"),
    (FLOORS, "worker/queue.py", "import blueprints.shared.text"),
    (FLOORS, "blueprints/staff/views.py", "import app.settings"),
    (FLOORS, "worker/queue.py", "import app.settings"),
    (ORDER, "tenants/staff/queries.py", "import tenants.cohorts.models"),
    (ORDER, "tenants/base/ids.py", "import tenants.outside.mail"),
    (ORDER, "tenants/outside/mail.py", "import tenants.schools.models"),
    (ORDER, "tenants/trusts/rules.py", ""),
    (INSIDE, "tenants/schools/rules.py", "import tenants.schools.models"),
    (INSIDE, "tenants/staff/queries.py", "import tenants.staff.actions.people"),
    (INSIDE, "tenants/staff/models.py", "import tenants.staff.queries"),
    (GROUND, "tenants/staff/queries.py", "import flask"),
    (GROUND, "tenants/base/ids.py", "import rq"),
    (PLACES, "blueprints/staff/views.py", "import blueprints.cohorts.forms"),
    (PLACES, "blueprints/shared/text.py", "import blueprints.public.forms"),
    (PLACES, "blueprints/reports/views.py", ""),
    (CYCLES, "tenants/base/ids.py", "import tenants.base.history"),
    (CYCLES, "blueprints/shared/text.py", "import blueprints.shared.words"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env=os.environ | {"COLUMNS": "200"}
    )


def broken(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stdout.splitlines() if line.endswith("BROKEN")]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    for name in ("app", "blueprints", "worker", "tenants"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns(*NOT_OURS, "*.html", "static")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_contract_is_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("contract", "module", "planted"), PLANTED)
def test_a_broken_contract_is_found(pristine: Path, contract: str, module: str, planted: str) -> None:
    path = pristine / module
    before = path.read_text() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    try:
        path.write_text(f"{planted}\n{before or ''}")
        done = lint(pristine)
        found = broken(done)
        assert any(line.startswith(contract) for line in found) or (
            before is None and module.split("/")[1] in done.stdout
        ), done.stdout
        assert done.returncode
    finally:
        if before is None:
            shutil.rmtree(path.parent)
        else:
            path.write_text(before)
