"""Operators, their browsers, and what waits for them; committed, as it comes about in requests of its own."""

from itertools import count
from os import urandom
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.ids import new_id
from tenants.base.isolation import sessions
from tenants.base.outbox import JobState, OutboxMessage
from tenants.enquiries.models import Interest
from tenants.enquiries.rules import InterestFor, InterestState
from tenants.operators.models import Announcement, Operator, OperatorDoor, OperatorPasskey
from tenants.operators.rules import ENROL_WITHIN
from tenants.operators.sessions import begin
from tenants.outside.authenticator import new_secret
from tests.authenticator import Key
from tests.web import Web

_numbers = count(1)


def make_operator(session: Session, *, enrolled: bool = True, name: str | None = None) -> Operator:
    number = next(_numbers)
    made = Operator(
        name=name or f"Operator {number}",
        email=f"operator{number}@lectern.example",
        made_at=clock.now(),
        enrol_by=clock.now() + ENROL_WITHIN,
        totp_secret=new_secret() if enrolled else None,
        enrolled_at=clock.now() if enrolled else None,
    )
    session.add(made)
    session.commit()
    return made


def make_operators_passkey(
    session: Session, operator: Operator, key: Key | None = None, name: str = "A phone"
) -> OperatorPasskey:
    """As if it was added: of a key that a test holds, or one that nobody can sign with."""
    made = OperatorPasskey(
        operator_id=operator.id,
        credential_id=key.id if key else urandom(16),
        public_key=key.cose if key else b"",
        sign_count=0,
        synced=False,
        name=name,
        added_at=clock.now(),
    )
    session.add(made)
    session.commit()
    return made


def operators_token(engine: Engine, operator: Operator) -> str:
    with sessions(engine).begin() as session:
        return begin(session, operator.id, OperatorDoor.APP)


def operators_web(app: Flask, engine: Engine, operator: Operator) -> Web:
    """The browser of an operator who has come in by link and code."""
    web = Web(app)
    with web.client.session_transaction() as cookie:
        cookie["operator"] = operators_token(engine, operator)
    return web


def make_interest(session: Session, **values: object) -> Interest:
    number = next(_numbers)
    standing = {
        "name": f"Interested {number}",
        "email": f"interested{number}@school.example",
        "school_name": f"Interested School {number}",
        "asks_for": InterestFor.SCHOOL.value,
        "asked_at": clock.now(),
        "confirmed_at": clock.now(),
        "state": InterestState.NEW.value,
    }
    made = Interest(**standing | values)
    session.add(made)
    session.commit()
    return made


def make_dead_letter(
    session: Session, school_id: UUID | None = None, message: str = "sign_in.forget"
) -> UUID:
    made = OutboxMessage(
        id=new_id(),
        school_id=school_id,
        message=message,
        payload={},
        urgent=False,
        tries=5,
        time_limit=60,
        state=JobState.DEAD.value,
        sends=5,
        attempts=5,
        due_at=clock.now(),
        created_at=clock.now(),
        finished_at=clock.now(),
        error="Refused: it could not be done",
    )
    session.add(made)
    session.commit()
    return made.id


def make_announcement(session: Session, text: str = "Lectern is away on Sunday.") -> Announcement:
    made = Announcement(text=text, begins_on=clock.today(), ends_on=clock.today(), made_at=clock.now())
    session.add(made)
    session.commit()
    return made
