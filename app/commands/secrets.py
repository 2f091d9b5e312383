"""`flask --app app secrets …`: after a new encryption key was put in front of the others."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app.settings import Settings
from tenants.base.guard import UnsafeRole, refuse_other_role
from tenants.base.isolation import platform_transaction, school_transaction, sessions
from tenants.base.records import PlatformRecord, Record, SchoolRecord
from tenants.base.sealing import SealedColumn, Seals, seal_anew, sealed_columns, seals
from tenants.base.types import Seal
from tenants.schools.models import School

PLATFORM = "the platform"
database = click.option(
    "--database",
    envvar="MAINTENANCE_DATABASE_URL",
    show_envvar=True,
    required=True,
    help="As lectern_maintenance. Better told by the environment: a command line can be read by others.",
)
Look = Callable[[Session, SealedColumn], Seals]


@dataclass
class Found:
    seals: Seals = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)

    def note(self, where: str, column: SealedColumn, more: Seals) -> None:
        self.seals += more
        if more[Seal.LOST]:
            self.lost.append(f"{where}: {more[Seal.LOST]} in {column} can't be opened with the keys given")


def commands(app: Flask, told: Settings) -> AppGroup:
    group = AppGroup("secrets", help="Secrets at rest, and the keys that open them.")

    @group.command("reseal")
    @database
    def reseal(database: str) -> None:
        """Seal all with the newest key, school by school. Stopped half way, it goes on where it was."""
        found = _everywhere(database, seal_anew)
        click.echo(f"Sealed anew: {found.seals[Seal.OLDER]}. Before: {found.seals[Seal.NEWEST]}.")
        _refuse_lost(found)

    @group.command("check")
    @database
    def check(database: str) -> None:
        """Which secrets still need an older key, and which need one that is not given. Changes nothing."""
        found = _everywhere(database, seals)
        click.echo(f"With the newest key: {found.seals[Seal.NEWEST]}. Older: {found.seals[Seal.OLDER]}.")
        _refuse_lost(found)
        if found.seals[Seal.OLDER]:
            raise click.ClickException("Keep all keys, and run `secrets reseal`.")
        click.echo("Every key but the first in ENCRYPTION_KEYS can be taken out.")

    return group


def _everywhere(url: str, look: Look) -> Found:
    found = Found()
    with _maintenance_session(url) as session:
        with platform_transaction(session):
            schools = session.execute(select(School.id, School.slug).order_by(School.id)).all()
            _look(session, PLATFORM, PlatformRecord, look, found)
        for school_id, slug in schools:
            with school_transaction(session, school_id):
                _look(session, slug, SchoolRecord, look, found)
    return found


def _look(session: Session, where: str, kind: type[Record], look: Look, found: Found) -> None:
    older = 0
    for column in sealed_columns(kind):
        seen = look(session, column)
        older += seen[Seal.OLDER]
        found.note(where, column, seen)
    if older:
        click.echo(f"{where}: {older} by an older key")


def _refuse_lost(found: Found) -> None:
    if found.lost:
        put_back = "Put the missing key back into ENCRYPTION_KEYS, as the last one, and run `secrets reseal`."
        raise click.ClickException("\n".join([*found.lost, put_back]))


@contextmanager
def _maintenance_session(url: str) -> Iterator[Session]:
    """Any other role would be shown nothing by the policies, and find all well."""
    engine = create_engine(url, hide_parameters=True)
    try:
        refuse_other_role(engine, "lectern_maintenance")
        with sessions(engine)() as session:
            yield session
    except UnsafeRole as wrong:
        raise click.ClickException(f"MAINTENANCE_DATABASE_URL: {wrong}.") from wrong
    finally:
        engine.dispose()
