"""Commands of the operator and of `infra/run`: `flask --app app …`."""

import click
from flask import Flask
from flask.cli import AppGroup

from app.commands import demonstration, operators, schools, secrets
from app.commands.operator import operator_session
from app.settings import Settings
from tenants.programmes.actions import publish_programmes
from tenants.standards.actions import publish_editions


def install(app: Flask, told: Settings) -> None:
    app.cli.add_command(_standards(told))
    app.cli.add_command(schools.commands(app, told))
    app.cli.add_command(operators.commands(app, told))
    app.cli.add_command(secrets.commands(app, told))
    app.cli.add_command(demonstration.commands(app, told))


def _standards(told: Settings) -> AppGroup:
    group = AppGroup("standards", help="Versions of the standards.")

    @group.command("publish")
    def publish() -> None:
        """Add the versions of the standards, and the national programmes, that ship with Lectern."""
        with operator_session(told) as operator:
            added = [*publish_editions(operator), *publish_programmes(operator)]
            operator.commit()
        click.echo(f"Published: {', '.join(added)}." if added else "Nothing new to publish.")

    return group
