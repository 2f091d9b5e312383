"""`flask --app app demonstration …`: invented schools to look around in, and their clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import Engine, create_engine

from app.demonstration.moving import back, by_days, to_day
from app.demonstration.seed import Seeder
from app.settings import Settings
from tenants.base import clock
from tenants.base.days import time_in_words, weekday_in_words
from tenants.base.guard import refuse_unsafe_role
from tenants.base.isolation import sessions
from tenants.base.platform import follow_clock

REFUSED = (
    "The demonstration opens every person's pages to whoever asks. Set LECTERN_DEMO=1, on loopback only."
)
ONE_WAY = "Say one of --to, --days and --back."


def commands(app: Flask, told: Settings) -> AppGroup:
    group = AppGroup("demonstration", help="The demonstration: invented schools, on this machine only.")

    @group.command("seed")
    def seed() -> None:
        """Make the schools of the demonstration. Doing it again is harmless."""
        _refuse_elsewhere(told)
        made = _seed(app, told)
        click.echo(f"Made: {', '.join(made)}." if made else "The demonstration stands already.")

    @group.command("clock")
    @click.option("--to", "day", type=click.DateTime(["%Y-%m-%d"]), help="To this day, at this time of day.")
    @click.option("--days", type=int, help="So many days on; a negative number is back.")
    @click.option("--back", "home", is_flag=True, help="Back to real time.")
    def move(day: datetime | None, days: int | None, home: bool) -> None:
        """Move the clock that pages and jobs go by. Without an option: say where it stands."""
        _refuse_elsewhere(told)
        if (day is not None) + (days is not None) + home > 1:
            raise click.UsageError(ONE_WAY)
        with _operator(told) as engine, sessions(engine).begin() as session:
            follow_clock(session)
            if day is not None:
                to_day(session, day.date())
            elif days is not None:
                by_days(session, days)
            elif home:
                back(session)
        click.echo(f"It is {weekday_in_words(clock.now())}, {time_in_words(clock.now())}.")

    return group


def _refuse_elsewhere(told: Settings) -> None:
    if not told.demonstration or not told.on_loopback:
        raise click.ClickException(REFUSED)


def _seed(app: Flask, told: Settings) -> list[str]:
    with _operator(told) as engine:
        files = app.extensions["outside"].files
        return Seeder(sessions(engine), sessions(app.extensions["engine"]), files).seed()


@contextmanager
def _operator(told: Settings) -> Iterator[Engine]:
    engine = create_engine(told.operator_database_url)
    try:
        refuse_unsafe_role(engine, "lectern_operator")
        yield engine
    finally:
        engine.dispose()
