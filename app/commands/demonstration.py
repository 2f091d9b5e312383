"""`flask --app app demo …`: invented schools to look around in."""

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import create_engine

from app.demonstration.seed import Seeder
from app.settings import Settings
from tenants.base.guard import refuse_unsafe_role
from tenants.base.isolation import sessions

REFUSED = (
    "The demonstration opens every person's pages to whoever asks. Set LECTERN_DEMO=1, on loopback only."
)


def commands(app: Flask, told: Settings) -> AppGroup:
    group = AppGroup("demo", help="The demonstration: invented schools, on this machine only.")

    @group.command("seed")
    def seed() -> None:
        """Make the schools of the demonstration. Doing it again is harmless."""
        if not told.demonstration or not told.on_loopback:
            raise click.ClickException(REFUSED)
        made = _seed(app, told)
        click.echo(f"Made: {', '.join(made)}." if made else "The demonstration stands already.")

    return group


def _seed(app: Flask, told: Settings) -> list[str]:
    operator = create_engine(told.operator_database_url)
    try:
        refuse_unsafe_role(operator, "lectern_operator")
        files = app.extensions["outside"].files
        return Seeder(sessions(operator), sessions(app.extensions["engine"]), files).seed()
    finally:
        operator.dispose()
