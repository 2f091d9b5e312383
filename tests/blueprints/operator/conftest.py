from collections.abc import Callable
from uuid import UUID

import pyotp
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tenants.base.isolation import sessions
from tenants.base.outbox import OutboxMessage
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


@pytest.fixture
def letters(operator_engine) -> Callable[[Operator], list[str]]:
    """Of which deeds an operator is told by mail."""

    def read(who: Operator) -> list[str]:
        with sessions(operator_engine)() as session:
            asked = session.scalars(
                select(OutboxMessage.payload["entry_id"].astext)
                .where(
                    OutboxMessage.message == "operators.tell_operator",
                    OutboxMessage.payload["operator_id"].astext == str(who.id),
                )
                .order_by(OutboxMessage.id)
            ).all()
            return [session.get_one(OperatorHistoryEntry, UUID(one)).action for one in asked]

    return read


def code_of(secret: str) -> str:
    return pyotp.TOTP(secret).now()


def next_code(session: Session, who: Operator) -> str:
    """As if the last code was long ago: nobody waits half a minute in a test."""
    session.execute(update(Operator).where(Operator.id == who.id).values(last_step=None))
    session.commit()
    return code_of(who.totp_secret)
