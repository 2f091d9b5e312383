"""A database of their own: it has two versions of the standards, and every other one has one."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import create_engine

from tenants.base.isolation import school_transaction, sessions
from tenants.programmes.actions import publish_programmes
from tenants.standards.actions import publish_editions
from tenants.standards.models import Edition
from tenants.standards.queries import newest_edition
from tests.conftest import InSchool, Over
from tests.factories.operators import make_operator
from tests.factories.schools import make_school
from tests.factories.standards import publish_next


@pytest.fixture(scope="module")
def two_versions(databases, engine) -> Iterator:
    name = databases.copy()
    urls = databases.urls(name)
    made = {role: create_engine(getattr(urls, role)) for role in ("app", "operator")}
    with sessions(made["operator"])() as operator:
        publish_editions(operator)
        publish_programmes(operator)
        publish_next(operator, make_operator(operator))
        operator.commit()
    yield made
    for one in made.values():
        one.dispose()
    databases.postgres.drop_database(name)


@pytest.fixture
def school_id(two_versions):
    with sessions(two_versions["operator"])() as operator:
        return make_school(operator)


@pytest.fixture
def session(two_versions, school_id):
    with suppress(Over), undone(two_versions["app"], school_id) as made:
        yield made


@contextmanager
def undone(engine, school_id):
    with sessions(engine)() as made, school_transaction(made, school_id):
        yield made
        raise Over


@pytest.fixture
def in_school(two_versions) -> InSchool:
    """A transaction in a school, committed at the end, as everywhere: here with two versions."""

    @contextmanager
    def enter(school_id) -> Iterator:
        with sessions(two_versions["app"])() as made, school_transaction(made, school_id):
            yield made

    return enter


@pytest.fixture
def newest(session) -> Edition:
    return newest_edition(session)
