"""The forms of the operator's space, and those for anyone that reach the platform, typed into as any other."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from tenants.base.records import PlatformRecord, classes
from tests.factories.operators import make_operator, make_operators_passkey, operators_token
from tests.forms import test_forms
from tests.forms.test_forms import Desk, complaints
from tests.isolation.operators import WHOLE, holding, name
from tests.isolation.undone import UndoneApp

PAGES = [rule for rule in WHOLE if rule[0] == "GET"]
PASSING_BY = {"operator_sessions", "operator_receipts", "operator_history", "clock_settings", "ticks"}
PUBLIC = ["/operator/sign-in", "/get-involved"]


class Platform:
    """Both roles at once: what either of them does is undone."""

    def __init__(self, app: UndoneApp, operators: UndoneApp) -> None:
        self.app, self.operators = app, operators

    @contextmanager
    def undone(self) -> Iterator:
        with self.app.undone(), self.operators.undone() as connection:
            yield connection


def standing(connection, school_id) -> dict[str, tuple[int, int]]:
    tables = [cls.__tablename__ for cls in classes(PlatformRecord)]
    readable = [one for one in tables if one not in PASSING_BY and _may_read(connection, one)]
    counted = " UNION ALL ".join(
        f"SELECT '{table}', count(*), coalesce(sum(hashtextextended(each::text, 0)), 0) FROM {table} AS each"
        for table in readable
    )
    return {name: (many, int(told)) for name, many, told in connection.execute(text(counted))}


def _may_read(connection, table: str) -> bool:
    return connection.scalar(text(f"SELECT has_table_privilege('{table}', 'SELECT')"))


@pytest.fixture(scope="module")
def platform(undone_app, undone_visitors, operator_engine) -> Platform:
    maker = undone_app.app.extensions["operator_sessions"]
    return Platform(undone_app, UndoneApp(undone_app.app, operator_engine, maker))


@pytest.fixture(autouse=True)
def _whole_platform(monkeypatch) -> None:
    monkeypatch.setattr(test_forms, "contents", standing)


@pytest.mark.parametrize("rule", PAGES, ids=name)
def test_every_form_of_a_page_takes_it_or_says_why_not(
    platform, operator_engine, operators_path, rule, operator
) -> None:
    who = make_operator(operator)
    token, own = operators_token(operator_engine, who), make_operators_passkey(operator, who)
    with platform.undone():
        client = holding(platform.app.app, token).client
    found = complaints(Desk(platform, client, operators_path(rule, passkey_id=own.id), None))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("address", PUBLIC)
def test_every_form_for_anyone_takes_it_or_says_why_not(platform, undone_visitors, address: str) -> None:
    desk = Desk(platform, undone_visitors.outsider.client, address, None, signed_in=False)
    assert desk.forms()
    found = complaints(desk)
    assert not found, "\n".join(found)


def test_forms_were_taken_too() -> None:
    """A school made, places set, a visit entered: not everything is refused."""
    assert len([one for one in test_forms.TAKEN if one.startswith("/operator/")]) >= 8, sorted(
        test_forms.TAKEN
    )
