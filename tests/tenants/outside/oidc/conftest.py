from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tenants.outside.addresses import loopback_exceptions
from tenants.outside.oidc.connection import Connection, Kind
from tenants.outside.oidc.identity import Identity
from tenants.outside.oidc.providers import Providers
from tenants.outside.oidc.sign_in import begin, complete
from tenants.outside.outbound import Outbound
from tests.evil_provider import CLIENT_ID, CLIENT_SECRET, DOMAIN, TENANT, EvilProvider

CALLBACK = "https://lectern.example/schools/alpha/sign-in/callback"


@pytest.fixture(scope="package")
def running_evil_provider() -> Iterator[EvilProvider]:
    with EvilProvider() as provider:
        yield provider


@pytest.fixture
def evil(running_evil_provider: EvilProvider) -> EvilProvider:
    running_evil_provider.reset()
    return running_evil_provider


@pytest.fixture
def providers(evil: EvilProvider) -> Providers:
    return Providers(Outbound(loopback_exceptions([evil.host])))


@pytest.fixture
def connect(evil: EvilProvider) -> Callable[..., Connection]:
    def connection(kind: Kind = Kind.ANY, **changes: Any) -> Connection:
        honest = {
            "kind": kind,
            "issuer": evil.issuer,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "callback_url": CALLBACK,
            "domains": frozenset({DOMAIN}),
            "tenant_id": TENANT,
        }
        return Connection(**{**honest, **changes})

    return connection


Forge = Callable[[EvilProvider, str], object]


@pytest.fixture
def sign_in(evil: EvilProvider, providers: Providers) -> Callable[[Connection, Forge], Identity]:
    """A whole sign-in in which the provider gives the token that `forge` makes for the attempt's nonce."""

    def run(connection: Connection, forge: Forge) -> Identity:
        attempt = begin(connection, providers).attempt
        evil.gives(forge(evil, attempt.nonce))
        return complete(connection, attempt, {"state": attempt.state, "code": "a code"}, providers)

    return run
