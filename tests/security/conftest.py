"""Apps as they run for people: not in testing mode, so that faults reach their pages."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app import create_app
from app.settings import Settings
from blueprints.shared.limits import limiter
from tenants.base.actor import Role
from tenants.schools.queries import this_school
from tests.factories.staff import make_staff
from tests.web import Web

MakeApp = Callable[..., Flask]


@pytest.fixture
def make_app(settings: Settings) -> Iterator[MakeApp]:
    """The limiter belongs to the last app that was made: it is put back for the tests to come."""
    limits, made = dict(vars(limiter)), []

    def make(**changed: object) -> Flask:
        made.append(create_app(replace(settings, **changed)))
        return made[-1]

    yield make
    vars(limiter).update(limits)
    for one in made:
        one.extensions["engine"].dispose()


@pytest.fixture
def slug(in_school, school_id) -> str:
    with in_school(school_id) as session:
        return this_school(session).slug


@pytest.fixture
def head_id(in_school, school_id):
    with in_school(school_id) as session:
        return make_staff(session, Role.HEAD).id


@pytest.fixture
def visitor(app: Flask, slug: str) -> Web:
    return Web(app, slug)


@pytest.fixture
def head(person, school_id, head_id) -> Web:
    return person(school_id, head_id)
