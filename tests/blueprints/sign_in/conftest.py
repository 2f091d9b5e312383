"""Three schools. Two have the same provider, a real one, and the same person there; the third one's is hostile."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import create_app
from app.settings import Settings
from tenants.base.actor import Role
from tenants.base.ids import new_id
from tenants.base.isolation import school_transaction, sessions
from tenants.schools.queries import this_school
from tenants.sign_in.models import Identity, SignInSession
from tenants.staff.models import Staff
from tests.conftest import InSchool
from tests.evil_provider import CLIENT_SECRET as EVIL_SECRET
from tests.evil_provider import EvilProvider
from tests.factories.connections import make_connection
from tests.factories.schools import make_school
from tests.factories.staff import make_staff
from tests.identity_provider.server import CLIENT_SECRET, IdentityProvider
from tests.identity_provider.walk import walk
from tests.web import Web

ADA = {"name": "Ada Alpha", "email": "ada@trust.example", "email_verified": True}
USERS = {
    "ada": ADA,
    "ada-again": ADA,
    "nobody": {**ADA, "email": "nobody@trust.example"},
    "guest": {**ADA, "email": "guest@elsewhere.example"},
    "careless": {**ADA, "email_verified": False},
}


@dataclass(frozen=True)
class Connected:
    """A school with a connection, and Ada, who looks after it."""

    id: UUID
    slug: str
    connection_id: UUID

    @property
    def door(self) -> str:
        return f"/schools/{self.slug}/sign-in/connections/{self.connection_id}"

    @property
    def callback(self) -> str:
        return f"{self.door}/callback"

    def leave(self, browser: Web, target: str = "") -> str:
        """Where the browser is sent."""
        answer = browser.client.get(self.door, query_string={"next": target})
        assert answer.status_code == 303, answer.text
        return answer.location

    def come_back(self, browser: Web, answer: Mapping[str, str]) -> TestResponse:
        return browser.client.get(self.callback, query_string=dict(answer))

    def sign_in(self, browser: Web, subject: str = "ada", target: str = "") -> TestResponse:
        return self.come_back(browser, walk(self.leave(browser, target), subject))

    def count(self, session: Session, model: type[Identity] | type[SignInSession] | type[Staff]) -> int:
        return session.scalar(select(func.count()).select_from(model).where(model.school_id == self.id))


@pytest.fixture(scope="package")
def evil_provider() -> Iterator[EvilProvider]:
    with EvilProvider() as provider:
        yield provider


@pytest.fixture
def evil(evil_provider: EvilProvider) -> EvilProvider:
    evil_provider.reset()
    return evil_provider


@pytest.fixture(scope="package")
def places(operator_engine, engine) -> tuple[Connected, Connected, Connected]:
    """Before the provider starts, which wants to know their callbacks."""
    with sessions(operator_engine)() as operator:
        ids = [make_school(operator) for _ in range(3)]
    return tuple(Connected(school_id, _slug(engine, school_id), new_id()) for school_id in ids)


def _slug(engine, school_id: UUID) -> str:
    with sessions(engine)() as made, school_transaction(made, school_id) as session:
        return this_school(session).slug


@pytest.fixture(scope="package")
def provider(places) -> Iterator[IdentityProvider]:
    callbacks = [f"http://localhost{place.callback}" for place in places[:2]]
    signed_out = [f"http://localhost/schools/{place.slug}/sign-in/signed-out" for place in places[:2]]
    with IdentityProvider("A trust", callbacks, USERS, signed_out_urls=signed_out) as running:
        yield running


@pytest.fixture(scope="package")
def connected_app(settings: Settings, engine, provider, evil_provider) -> Iterator[Flask]:
    made = create_app(replace(settings, allowed_issuers=(provider.exception, evil_provider.host)))
    made.testing = True
    yield made
    made.extensions["engine"].dispose()


TABLES = (
    "sign_in_links",
    "form_receipts",
    "connection_attempts",
    "former_addresses",
    "spent_logout_tokens",
    "sessions",
    "identities",
    "connections",
    "sign_in_policies",
    "domains",
    "staff_imports",
    "staff_roles",
    "staff",
    "directory",
)


@pytest.fixture
def fresh(in_school: InSchool, maintenance_engine, places, provider, evil) -> Iterator[None]:
    """Each school with its connection and Ada; gone after the test, so that the next begins alike."""
    for place, issuer, secret in zip(
        places,
        (provider.issuer, provider.issuer, evil.issuer),
        (CLIENT_SECRET, CLIENT_SECRET, EVIL_SECRET),
        strict=True,
    ):
        with in_school(place.id) as session:
            make_connection(session, issuer, secret, id=place.connection_id)
            make_staff(session, Role.IT_LEAD, name="Ada Alpha", email="ada@trust.example")
    yield
    with maintenance_engine.begin() as connection:
        for table in TABLES:
            ids = {"ids": [place.id for place in places]}
            connection.execute(text(f"DELETE FROM {table} WHERE school_id = ANY(:ids)"), ids)


@pytest.fixture
def alpha(places, fresh) -> Connected:
    return places[0]


@pytest.fixture
def beta(places, fresh) -> Connected:
    return places[1]


@pytest.fixture
def hostile(places, fresh) -> Connected:
    return places[2]


@pytest.fixture
def browser(connected_app: Flask) -> Callable[[Connected], Web]:
    return lambda place: Web(connected_app, place.slug)
