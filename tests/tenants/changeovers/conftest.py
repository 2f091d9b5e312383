"""A database of their own: it has two versions of the standards, and every other one has one."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from sqlalchemy import create_engine

from tenants.base.isolation import school_transaction, sessions
from tenants.programmes.actions import publish_programmes
from tenants.standards import drafts
from tenants.standards.actions import publish_editions
from tenants.standards.models import Edition
from tenants.standards.queries import newest_edition
from tenants.standards.rules.drafting import Draft, DraftStandard
from tests.conftest import InSchool, Over
from tests.factories.operators import make_operator
from tests.factories.schools import make_school
from tests.factories.standards import signed_in

LISTENING = DraftStandard("new", "Listening", "Personal skills", "You listen.", "Whom did you hear?")


def next_design(whole: Draft) -> Draft:
    """1 is divided into 1 and 2; 2 and 3 become 3; 10 falls away; the pass rule asks for one less."""
    divided = whole.with_standard(LISTENING, 2)
    first, joined = whole.standards[0].key, whole.standards[1].key
    without = divided.without_standard(11).without_standard(4)
    fewer = replace(without, title="Version 2", code="2", numbers=replace(whole.numbers, pass_count=6))
    return (
        fewer.with_replaced(1, (first, "new"))
        .with_replaced(2, (joined,))
        .with_replaced(3, (joined,))
        .with_replaced(10, ())
    )


@pytest.fixture(scope="module")
def two_versions(databases, engine) -> Iterator:
    name = databases.copy()
    urls = databases.urls(name)
    made = {role: create_engine(getattr(urls, role)) for role in ("app", "operator")}
    with sessions(made["operator"])() as operator:
        publish_editions(operator)
        publish_programmes(operator)
        who = signed_in(make_operator(operator))
        draft = drafts.begin(operator, who, newest_edition(operator), copied=True)
        drafts._change(operator, who, draft, draft.version, next_design)
        drafts.publish(operator, who, draft)
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
