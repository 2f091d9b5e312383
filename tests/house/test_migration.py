"""The migration makes what the mapped classes say, no more and no less."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, text

from migrations.models import metadata
from tests.house.source import NOT_OURS, ROOT

INITIAL = Path("migrations/versions/0001_initial.py")


@pytest.fixture
def owner(database_urls):
    engine = create_engine(database_urls.owner, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


def differences(owner) -> list:
    context = MigrationContext.configure(owner, opts={"compare_server_default": True, "compare_type": True})
    return compare_metadata(context, metadata)


def test_the_migrated_database_is_what_the_classes_say(owner) -> None:
    assert differences(owner) == []


@pytest.mark.parametrize(
    "drift",
    [
        "ALTER TABLE staff ADD nickname text",
        "ALTER TABLE staff ALTER name DROP NOT NULL",
        "ALTER TABLE staff ALTER version TYPE bigint",
        "DROP INDEX ix_staff_name",
        "ALTER TABLE cohorts DROP CONSTRAINT uq_cohorts_school_id_name",
        "ALTER TABLE staff ALTER version SET DEFAULT 1",
    ],
)
def test_a_database_that_drifted_is_found(owner, drift: str) -> None:
    owner.execute(text(drift))
    assert differences(owner)


def heads(versions: Path) -> int:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", str(versions))
    return len(ScriptDirectory.from_config(config).get_heads())


def test_the_migrations_are_one_line(tmp_path: Path) -> None:
    assert heads(ROOT / "migrations" / "versions") == 1
    for name in ("a", "b"):
        (tmp_path / f"{name}.py").write_text(f"revision = '{name}'\ndown_revision = None\n")
    assert heads(tmp_path) == 2


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in ("tenants", "migrations", "infra"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns(*NOT_OURS))
    return tmp_path


def squashed(copy: Path) -> str:
    subprocess.run([sys.executable, "infra/squash"], cwd=copy, check=True)
    return (copy / INITIAL).read_text()


def test_the_migration_is_what_squash_writes(copy: Path) -> None:
    assert squashed(copy) == (ROOT / INITIAL).read_text()


def test_a_class_changed_without_its_migration_is_found(copy: Path) -> None:
    models = copy / "tenants" / "staff" / "models.py"
    models.write_text(models.read_text().replace("mis_number: Mapped[str | None]", "mis_number: Mapped[str]"))
    assert squashed(copy) != (ROOT / INITIAL).read_text()
