from collections.abc import Callable

import pyotp
import pytest
from sqlalchemy import select

from tenants.base.isolation import sessions
from tenants.operators.models import Operator, OperatorHistoryEntry
from tests.factories.operators import make_operator, operators_web
from tests.web import Web


@pytest.fixture
def imogen(operator) -> Operator:
    return make_operator(operator)


@pytest.fixture
def web_of(app, operator_engine) -> Callable[[Operator], Web]:
    return lambda who: operators_web(app, operator_engine, who)


@pytest.fixture
def space(web_of, imogen) -> Web:
    """The browser of an operator."""
    return web_of(imogen)


@pytest.fixture
def deeds(operator_engine) -> Callable[[Operator], list[str]]:
    """What history keeps of an operator, looks left out."""

    def read(who: Operator) -> list[str]:
        with sessions(operator_engine)() as session:
            found = session.scalars(
                select(OperatorHistoryEntry.action)
                .where(OperatorHistoryEntry.operator_id == who.id, OperatorHistoryEntry.action != "page:read")
                .order_by(OperatorHistoryEntry.id)
            )
            return list(found)

    return read


def code_of(secret: str) -> str:
    return pyotp.TOTP(secret).now()
