"""The demonstration as it is seeded, its jobs done, with what it lacks beside it: a Lectern to walk through,
in a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, update
from sqlalchemy.orm import Session

from app import create_app
from app.settings import Settings
from tenants.base import clock
from tenants.base.isolation import school_transaction, sessions
from tenants.base.outbox import JobState, OutboxMessage
from tenants.programmes.actions import publish_programmes
from tenants.standards.actions import publish_editions
from tests.isolation.fixtures import build
from tests.isolation.porter import Porter
from tests.isolation.report import Report
from tests.isolation.undone import UndoneApp
from tests.isolation.visitor import Visitors
from tests.isolation.world import World
from tests.servers import DatabaseUrls, MailServer
from worker import runtime
from worker.settings import WorkerSettings


@dataclass
class Lectern:
    """What is done in `app` stays; what is done in `trial` inside `undone()` is forgotten afterwards. `world`
    has two more schools, for what the demonstration has nothing of."""

    app: Flask
    settings: Settings
    engine: Engine
    operator_engine: Engine
    mailbox: MailServer

    def __post_init__(self) -> None:
        by_role = {
            "lectern_app": sessions(self.engine),
            "lectern_operator": sessions(self.operator_engine),
        }
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("app.sessions", lambda own: by_role[own.url.username])
            self.trial = create_app(self.settings)
        self.schools = UndoneApp(self.trial, self.engine, by_role["lectern_app"])
        self.platform = UndoneApp(self.trial, self.operator_engine, by_role["lectern_operator"])
        marks = ("Ashgrove", "Birchwood")
        self.world = World(*(build(self.app, self.engine, self.operator_engine, mark) for mark in marks))

    @contextmanager
    def undone(self) -> Iterator[Flask]:
        with self.schools.undone(), self.platform.undone():
            yield self.trial

    def in_school(self, school_id: UUID):
        return school_transaction(sessions(self.engine)(), school_id)

    def operator(self) -> Session:
        return sessions(self.operator_engine)()

    def porter(self) -> Porter:
        with self.undone():
            visitors = Visitors(self.trial, self.in_school)
        return Porter(self.schools, self.world, visitors, visitors, Report())

    def work(self) -> None:
        """Does the jobs that are due, each once, as a worker would."""
        with self.operator() as session:
            due = (OutboxMessage.state == JobState.QUEUED.value) & (OutboxMessage.due_at <= clock.now())
            sent = update(OutboxMessage).where(due).values(state=JobState.SENT.value)
            waiting = session.scalars(sent.returning(OutboxMessage.id)).all()
            session.commit()
        house = runtime.House(self._worker_settings())
        for job_id in waiting:
            runtime.perform(house, job_id)
        house.app_engine.dispose()
        house.operator_engine.dispose()

    def _worker_settings(self) -> WorkerSettings:
        told = self.settings
        return WorkerSettings(
            database_url=told.database_url,
            operator_database_url=told.operator_database_url,
            redis_url=told.redis_url,
            encryption_keys=told.encryption_keys,
            public_url=told.public_url,
            files_url=told.files_url,
            smtp_url=self.mailbox.url,
            mail_from=told.mail_from,
            dns_server=told.dns_server,
        )


@contextmanager
def standing(urls: DatabaseUrls, given: Settings, folder: Path, mailbox: MailServer) -> Iterator[Lectern]:
    settings = replace(
        given,
        database_url=urls.app,
        operator_database_url=urls.operator,
        files_url=folder.as_uri(),
        demonstration=True,
    )
    engine, operator_engine = create_engine(urls.app), create_engine(urls.operator)
    with sessions(operator_engine).begin() as session:
        publish_editions(session)
        publish_programmes(session)
    app = create_app(settings)
    seeded = app.test_cli_runner().invoke(args=["demonstration", "seed"])
    assert seeded.exit_code == 0, seeded.output
    lectern = Lectern(app, settings, engine, operator_engine, mailbox)
    lectern.work()
    yield lectern
    for made in (app.extensions["engine"], lectern.trial.extensions["engine"], engine, operator_engine):
        made.dispose()
