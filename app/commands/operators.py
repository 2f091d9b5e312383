"""`flask --app app operator …`: the people who run the platform."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from app.commands.operator import operator_session
from app.settings import Settings
from tenants.base.errors import Invalid, NotFound
from tenants.operators.actions import accounts, doors
from tenants.operators.rules import HOME


def commands(app: Flask, told: Settings) -> AppGroup:
    group = AppGroup("operator", help="The people who run the platform.")

    @group.command("create")
    @click.option("--name", required=True)
    @click.option("--email", required=True, help="The first link goes there.")
    def create(name: str, email: str) -> None:
        """Make an operator and send them a link. Doing it again is harmless, and sends another."""
        with _work(told) as session:
            made = accounts.create_operator(session, name, email)
            doors.ask_for_link(session, made.email, HOME)
            click.echo(f"{made.name} is an operator. A link is on its way to {made.email}; it works once.")
        click.echo(
            f"They set up an authenticator app within seven days. Another link: {told.public_url}/operator/sign-in"
        )

    @group.command("reset")
    @click.option("--email", required=True)
    def reset(email: str) -> None:
        """For an operator who lost their app and their recovery codes: they set up a new one."""
        with _work(told) as session:
            known = accounts.reset_app(session, email)
        click.echo(f"{known.email} is signed out, and sets up a new app within seven days.")

    @group.command("remove")
    @click.option("--email", required=True)
    def remove(email: str) -> None:
        """An operator leaves: signed out at once, and no longer let in."""
        with _work(told) as session:
            known = accounts.remove_operator(session, email)
        click.echo(f"{known.email} is no operator any more.")

    return group


@contextmanager
def _work(told: Settings) -> Iterator[Session]:
    try:
        with operator_session(told) as session, session.begin():
            yield session
    except Invalid as problem:
        raise click.ClickException(" ".join(problem.fields.values())) from problem
    except NotFound as problem:
        raise click.ClickException("There is no operator with this address.") from problem
