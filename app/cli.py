"""Commands of the operator and of `infra/run`: `flask --app app …`."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.settings import Settings
from tenants.base.guard import refuse_unsafe_role
from tenants.base.isolation import sessions
from tenants.standards.actions import publish_editions


def install(app: Flask, told: Settings) -> None:
    app.cli.add_command(_standards(told))


def _standards(told: Settings) -> AppGroup:
    group = AppGroup("standards", help="Versions of the standards.")

    @group.command("publish")
    def publish() -> None:
        """Add the versions of the standards that ship with Lectern."""
        with operator_session(told) as operator:
            added = publish_editions(operator)
            operator.commit()
        click.echo(f"Published: {', '.join(added)}." if added else "Nothing new to publish.")

    return group


@contextmanager
def operator_session(told: Settings) -> Iterator[Session]:
    engine = create_engine(told.operator_database_url)
    refuse_unsafe_role(engine, "lectern_operator")
    with sessions(engine)() as session:
        yield session
    engine.dispose()
