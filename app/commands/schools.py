"""`flask --app app school …`: how a school comes to be."""

from uuid import UUID

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.commands.operator import operator_session
from app.settings import Settings
from tenants.base.actor import system
from tenants.base.errors import Invalid, Refused
from tenants.base.isolation import school_transaction, sessions
from tenants.base.outbox import ask
from tenants.schools.actions import DEFAULT_PLACES, found_school
from tenants.schools.models import School
from tenants.sign_in.jobs import InviteStaff
from tenants.staff.actions.people import appoint_first_head
from tenants.staff.queries import called, heads
from tenants.staff.rules.people import Particulars, problems, tidied


def commands(app: Flask, told: Settings) -> AppGroup:
    group = AppGroup("school", help="Schools.")

    @group.command("create")
    @click.option("--name", required=True, help="As it should stand on certificates.")
    @click.option("--slug", required=True, help="The short name in its web address: oak-hill.")
    @click.option("--head-name", required=True)
    @click.option("--head-email", required=True, help="The invitation goes there.")
    @click.option("--urn", help="The reference number of a school in England.")
    @click.option("--town")
    @click.option("--places", default=DEFAULT_PLACES, show_default=True, help="Candidates at a time.")
    def create(head_name: str, head_email: str, **particulars: str | int | None) -> None:
        """Make a school and invite its headteacher. Doing it again is harmless."""
        head = tidied(Particulars(head_name, head_email))
        try:
            _refuse_bad_head(head)
            with operator_session(told) as operator:
                school_id = _school(operator, particulars)
                operator.commit()
            click.echo(_welcome(app.extensions["engine"], school_id, head))
        except Invalid as problem:
            raise click.ClickException(" ".join(problem.fields.values())) from problem
        except Refused as problem:
            raise click.ClickException(problem.reason) from problem
        click.echo(f"{told.public_url}/schools/{particulars['slug']}")

    return group


def _refuse_bad_head(head: Particulars) -> None:
    """Before the school is made, so that none is left without a head."""
    if found := problems(head):
        raise Invalid({name: f"The headteacher: {words}" for name, words in found.items()})


def _school(operator: Session, particulars: dict[str, str | int | None]) -> UUID:
    """The school that has this slug and name already, else a new one."""
    tidy = {
        name: " ".join(value.split()) if isinstance(value, str) else value
        for name, value in particulars.items()
    }
    same = select(School.id).where(School.slug == tidy["slug"], School.name == tidy["name"])
    return operator.scalar(same) or found_school(operator, **tidy).id  # type: ignore[arg-type]


def _welcome(engine: Engine, school_id: UUID, head: Particulars) -> str:
    with sessions(engine)() as session, school_transaction(session, school_id):
        standing = {one.id for one in called(session, head.email)} & heads(session)
        if standing:
            return f"The school and its headteacher {head.email} are there already."
        made = appoint_first_head(session, system(school_id), head.name, head.email)
        ask(session, InviteStaff(made.id), unique_key=str(made.id))
        return f"The school is made, and {head.email} is invited."
