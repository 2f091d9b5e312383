from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.outside.oidc.connection import Kind
from tenants.sign_in.models import PASSED, Connection

TESTED = {"tested_version": 1, "test_outcome": PASSED}
"""A test sign-in has worked with the settings as they are made."""


def make_connection(session: Session, issuer: str, client_secret: str, **values: object) -> Connection:
    """Switched on, unless `enabled_at` says otherwise."""
    values = {"kind": Kind.ANY.value, "client_id": "lectern", "enabled_at": clock.now(), **values}
    connection = Connection(issuer=issuer, client_secret=client_secret, **values)
    session.add(connection)
    session.flush()
    return connection
