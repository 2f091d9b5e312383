"""Somebody who sets the school's own sign-in up by its pages, and a provider that can be hostile."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from tenants.base.actor import Role
from tenants.sign_in.models import Connection
from tests.evil_provider import CLIENT_SECRET, EvilProvider, signed
from tests.factories.staff import make_staff
from tests.page import Page
from tests.web import Person, Web

START = "/school-sign-in"
ADA = "ada@alpha.example"


@pytest.fixture(scope="package")
def running() -> Iterator[EvilProvider]:
    with EvilProvider() as provider:
        yield provider


@pytest.fixture
def provider(running: EvilProvider) -> EvilProvider:
    """It can be hostile; left alone it is honest."""
    running.reset()
    return running


@pytest.fixture(scope="package")
def connecting_app(settings, engine, running) -> Iterator[Flask]:
    made = create_app(replace(settings, allowed_issuers=(running.host,)))
    made.testing = True
    yield made
    made.extensions["engine"].dispose()


@pytest.fixture
def person(connecting_app, in_school) -> Person:
    return Person(connecting_app, in_school)


@pytest.fixture
def it_lead_id(in_school, school_id) -> UUID:
    with in_school(school_id) as session:
        return make_staff(session, Role.IT_LEAD, name="Ivy Lead", email=ADA).id


@pytest.fixture
def it_lead(person, school_id, it_lead_id) -> Web:
    return person(school_id, it_lead_id)


@pytest.fixture
def head_id(in_school, school_id) -> UUID:
    with in_school(school_id) as session:
        return make_staff(session, Role.HEAD, name="Hana Head").id


@pytest.fixture
def head(person, school_id, head_id) -> Web:
    return person(school_id, head_id)


@dataclass(frozen=True)
class Place:
    """One connection's pages."""

    path: str
    provider: EvilProvider

    @property
    def settings(self) -> str:
        return f"{self.path}/settings"

    @property
    def off(self) -> str:
        return f"{self.path}/off"

    @property
    def removal(self) -> str:
        return f"{self.path}/removal"

    def filled_in(self, **changes: str) -> dict[str, str]:
        honest = {"issuer": self.provider.issuer, "client_id": "lectern", "client_secret": CLIENT_SECRET}
        return {**honest, **changes}

    def leave(self, web: Web) -> str:
        """Where the test leads."""
        page = Page(web.submit(self.path, form="/test"))
        return str(page.tree.xpath("//meta[@http-equiv='refresh']/@content")[0]).partition("url=")[2]

    def come_back(self, web: Web, url: str, **claims: object) -> TestResponse:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        forged = {"email": ADA, **claims}
        self.provider.gives(signed(self.provider.claims(asked["nonce"], **forged)))
        back = urlsplit(asked["redirect_uri"]).path
        return web.client.get(back, query_string={"state": asked["state"], "code": "a code"})

    def try_it(self, web: Web, **claims: object) -> Page:
        """A whole test sign-in; the connection's page afterwards."""
        answer = self.come_back(web, self.leave(web), **claims)
        assert urlsplit(answer.location).path == web.address(self.path)
        return web.page(self.path)

    def switch_on(self, web: Web) -> None:
        assert web.submitted(self.path, form="/on") == web.address(self.path)


def begin(web: Web, provider: EvilProvider, kind: str = "any") -> Place:
    path = web.submitted(f"{START}/new", {"kind": kind})
    assert path.endswith("/settings")
    return Place(path.removesuffix("/settings"), provider)


@pytest.fixture
def place(it_lead: Web, provider: EvilProvider, connecting_app: Flask) -> Place:
    """Filled in, not tried yet."""
    made = begin(it_lead, provider)
    it_lead.submitted(made.settings, made.filled_in())
    return made


@pytest.fixture
def look(in_school, school_id) -> Callable[[], Connection]:
    def connection() -> Connection:
        with in_school(school_id) as session:
            return session.scalars(select(Connection)).one()

    return connection
