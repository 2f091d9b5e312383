"""Client secrets run out: who looks after them hears of it in time."""

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.outbox import ask
from tenants.sign_in import queries
from tenants.sign_in.jobs import TellSecretRunsOut
from tenants.sign_in.models import Connection
from tenants.sign_in.policy_rules import reminder_due
from tenants.staff.queries import who_hold


def remind(session: Session) -> None:
    for connection in queries.open_connections(session):
        if connection.secret_expires_on is not None:
            _remind(session, connection)


def _remind(session: Session, connection: Connection) -> None:
    expires_on = connection.secret_expires_on
    if expires_on is None:
        return
    due = reminder_due(expires_on, clock.today(), connection.secret_reminded)
    if due is None:
        return
    connection.secret_reminded = due
    for reader_id in sorted(who_hold(session, Role.HEAD, Role.IT_LEAD)):
        ask(session, TellSecretRunsOut(connection.id, expires_on, reader_id))
