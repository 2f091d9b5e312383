"""Before a connection lets anybody in: a test sign-in that worked, and a head who agrees."""

from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock, versions
from tenants.base.actor import Actor, Role
from tenants.base.errors import Refused
from tenants.base.history import record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.sign_in.jobs import AskSwitchOn
from tenants.sign_in.models import PASSED, Connection
from tenants.staff.queries import who_hold


def note_outcome(
    session: Session, actor: Actor, connection: Connection, version: int, outcome: str, detail: str = ""
) -> None:
    """Of the settings as they were when the test began. `detail` names no person and holds no secret."""
    permit(actor, Permission.CONNECTION_MANAGE, connection)
    versions.lock(session, connection)
    connection.tested_at = clock.now()
    connection.tested_by = actor.person_id
    connection.tested_version = version
    connection.test_outcome = outcome
    connection.test_detail = detail
    record(
        session, actor, "connection:test", connection, fields=["passed" if outcome == PASSED else "failed"]
    )


def ask_for_switching_on(session: Session, actor: Actor, connection: Connection) -> None:
    """Every head and deputy gets a letter; the first who opens it decides."""
    permit(actor, Permission.CONNECTION_MANAGE, connection)
    versions.lock(session, connection)
    if not connection.is_tested:
        raise Refused("Try it first: a headteacher can switch it on when a test sign-in has worked.")
    if connection.enabled_at is not None:
        raise Refused("It is on already.")
    connection.asked_at = clock.now()
    connection.asked_by = actor.person_id
    connection.asked_version = connection.version
    for reader_id in sorted(who_hold(session, Role.HEAD, Role.DEPUTY)):
        ask(session, AskSwitchOn(connection.id, connection.version, reader_id), _once(connection, reader_id))
    record(session, actor, "connection:ask", connection)


def _once(connection: Connection, reader_id: UUID) -> str:
    """Asked again on the same day, nobody gets the letter twice."""
    return f"{connection.id}:{connection.version}:{reader_id}:{clock.today()}"
