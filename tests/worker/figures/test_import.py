"""What bringing in a list costs. CI brings in a few people and keeps no figures; `infra/bench_import` 5,000, and
writes infra/import_figures.json. Nothing here asserts a time."""

import io
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.ids import new_id
from tests.conftest import KEY
from tests.factories.lists import make_long_list, saved, workbook
from tests.factories.schools import make_school
from tests.factories.staff import make_staff

ROOT = Path(__file__).resolve().parents[3]
REPORT = os.environ.get("LECTERN_IMPORT_FIGURES")
PEOPLE = 5_000 if REPORT else 60
ROUNDS = 3 if REPORT else 1

Taken = dict[str, Any]
Step = Callable[..., Taken]


@pytest.fixture
def step(worker_settings) -> Step:
    environment = {
        "DATABASE_URL": worker_settings.database_url,
        "OPERATOR_DATABASE_URL": worker_settings.operator_database_url,
        "REDIS_URL": worker_settings.redis_url,
        "ENCRYPTION_KEYS": KEY,
        "PUBLIC_URL": worker_settings.public_url,
        "FILES_URL": worker_settings.files_url,
        "SMTP_URL": worker_settings.smtp_url,
        "MAIL_FROM": worker_settings.mail_from,
    }

    def take(name: str, school_id: UUID, *told: str) -> Taken:
        done = subprocess.run(
            [sys.executable, "-m", "tests.worker.figures.steps", name, str(school_id), *told],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return take


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """The list as Excel and as text, and with another job title for everybody."""
    plain = make_long_list(PEOPLE)
    kinds = {
        "workbook": saved(workbook(line.split(",") for line in plain.splitlines())),
        "text": plain.encode(),
        "changed": plain.replace("Teacher,", "Lecturer,").encode(),
    }
    for name, data in kinds.items():
        (tmp_path / name).write_bytes(data)
    return {name: str(tmp_path / name) for name in kinds}


@pytest.fixture
def new_school(operator, in_own_school) -> Callable[[], UUID]:
    def make() -> UUID:
        school_id = make_school(operator)
        with in_own_school(school_id) as session:
            make_staff(session, Role.HEAD, name="Amara", email="head@school.example", manager_outside=True)
        return school_id

    return make


@pytest.fixture
def copied(own_database_urls, operator) -> Callable[[], float]:
    """Seconds of a bare COPY of the same rows into the same table, with its keys and indexes."""
    url = own_database_urls.maintenance.replace("postgresql+psycopg", "postgresql")

    def copy() -> float:
        rows = written_rows(make_school(operator))
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            begun = perf_counter()
            with cursor.copy(f"COPY staff ({', '.join(COLUMNS)}) FROM STDIN") as into:
                into.write(rows)
            connection.commit()
            return perf_counter() - begun

    return copy


COLUMNS = ("school_id", "id", "name", "email", "job_title", "department", "mis_number", "line_manager_id")
COLUMNS += ("manager_outside", "kind", "joined_at", "version")


def written_rows(school_id: UUID) -> str:
    ids = [new_id() for _ in range(PEOPLE)]
    lines, now = io.StringIO(), clock.now().isoformat()
    for number, person in enumerate(make_long_list(PEOPLE).splitlines()[1:]):
        name, email, job, department, _, mis = person.split(",")
        manager = str(ids[number - number % 10]) if number % 10 else "\\N"
        cells = (school_id, ids[number], name, email, job, department, mis, manager, "f", "member", now, 1)
        lines.write("\t".join(map(str, cells)) + "\n")
    return lines.getvalue()


def bring(step: Step, school_id: UUID, file: str) -> Taken:
    step("keep", school_id, file)
    taken = step("perform", school_id, step("confirm", school_id)["result"])
    assert taken["result"] == "done"
    return taken


def test_bringing_in_a_list_and_its_second_run(step, files, new_school, copied, own_database_urls) -> None:
    rounds = [one_round(step, files, new_school(), copied) for _ in range(ROUNDS)]
    assert all(one["second_run_would_do"] == 0 for one in rounds)
    if REPORT:
        write(Path(REPORT), rounds, server_version(own_database_urls.maintenance))


def one_round(step: Step, files: dict[str, str], school_id: UUID, copied: Callable[[], float]) -> Taken:
    copy = copied()
    reading = {f"read_{kind}": step("read", school_id, files[kind]) for kind in ("workbook", "text")}
    first = bring(step, school_id, files["workbook"])
    again = step("keep", school_id, files["workbook"])
    second = step("perform", school_id, step("confirm", school_id)["result"])
    changing = bring(step, school_id, files["changed"])
    undone = step("perform", school_id, step("undo", school_id)["result"])
    step("keep", school_id, files["changed"])
    shown = step("preview", school_id)
    return {
        "copy": copy,
        "second_run_would_do": again["result"],
        "steps": reading
        | {
            "preview": shown,
            "first_run": first,
            "second_run": second,
            "all_changed": changing,
            "undone": undone,
        },
    }


def write(target: Path, rounds: list[Taken], server: str) -> None:
    copy = median(one["copy"] for one in rounds)
    steps = {name: summary([one["steps"][name] for one in rounds], copy) for name in rounds[0]["steps"]}
    told = {
        "what": "bringing in a list of staff: seconds (median), ratio to a bare COPY of the same rows in the same run",
        "people": PEOPLE,
        "rounds": ROUNDS,
        "commit": subprocess.check_output(
            ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True
        ).strip(),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, other work on it; server without fsync",
        "versions": {"python": platform.python_version(), "postgresql": server},
        "copy_seconds": round(copy, 3),
        "second_run_would_do": max(one["second_run_would_do"] for one in rounds),
        "steps": steps,
    }
    target.write_text(json.dumps(told, indent=2) + "\n")


def summary(taken: list[Taken], copy: float) -> Taken:
    seconds = median(one["seconds"] for one in taken)
    return {
        "seconds": round(seconds, 2),
        "ratio_to_copy": round(seconds / copy, 1),
        "peak_mb": round(max(one["peak"] for one in taken)),
        "standing_mb": round(max(one["standing"] for one in taken)),
    }


def server_version(url: str) -> str:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(text("SHOW server_version"))
    engine.dispose()
    return str(found)
