"""The school's own sign-in: added, filled in, tried, asked for, switched on, switched off, removed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from tenants.base import clock, versions
from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Invalid, Refused
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.outside.oidc import connection as oidc
from tenants.outside.oidc.connection import PRESETS, Kind, Presets
from tenants.outside.outbound import Outbound
from tenants.schools.queries import lock_school
from tenants.sign_in import queries
from tenants.sign_in.models import (
    Connection,
    ConnectionAttempt,
    Identity,
    SignInSession,
    SpentLogoutToken,
)
from tenants.sign_in.notices import tell_heads
from tenants.sign_in.policies import policies
from tenants.sign_in.policy_rules import MOST_CONNECTIONS
from tenants.sign_in.rules import ConnectionDetails, details_problems, issuer_of

LABELS = {
    "name": "Name",
    "issuer": "Issuer",
    "client_id": "Client ID",
    "domains": "Domains",
    "tenant_id": "Directory (tenant) ID",
    "secret_expires_on": "Last day of the client secret",
}
WHOM_IT_LETS_IN = {"issuer", "client_id", "domains", "tenant_id"}
"""Changed, it is another connection, and off until it was tried and a head switches it on again. A renewed
secret lets in nobody else, and schools renew theirs each year: it stays on."""


def add(session: Session, actor: Actor, kind: Kind) -> Connection:
    permit(actor, Permission.CONNECTION_MANAGE)
    lock_school(session)
    if len(queries.connections(session)) >= MOST_CONNECTIONS:
        raise Refused(f"A school can have {MOST_CONNECTIONS} connections. Remove one that is not used.")
    made = Connection(kind=kind.value)
    session.add(made)
    session.flush()
    record(session, actor, "connection:add", made)
    return made


def change_details(
    session: Session,
    actor: Actor,
    connection: Connection,
    given: ConnectionDetails,
    *,
    version: int,
    outbound: Outbound,
    presets: Presets = PRESETS,
) -> None:
    permit(actor, Permission.CONNECTION_MANAGE, connection)
    issuer = issuer_of(Kind(connection.kind), given, presets)
    others = [one for one in queries.connections(session) if one.id != connection.id and one.is_filled_in]
    if problems := _problems(connection, given, issuer, outbound, others):
        raise Invalid(problems)
    changed = versions.save(session, connection, version, _values(given, issuer), LABELS)
    if given.client_secret:
        changed += _seal(connection, given.client_secret, version, others=changed)
    if changed:
        _follow(session, connection, set(changed))
        tell_heads(session, record(session, actor, "connection:change", connection, fields=changed))


def _values(given: ConnectionDetails, issuer: str) -> dict[str, Any]:
    return {
        "name": given.name,
        "issuer": issuer,
        "client_id": given.client_id,
        "domains": list(given.domains),
        "tenant_id": given.tenant_id,
        "secret_expires_on": given.secret_expires_on,
    }


def _follow(session: Session, connection: Connection, changed: set[str]) -> None:
    if "secret_expires_on" in changed:
        connection.secret_reminded = None
    if connection.enabled_at is not None and changed & WHOM_IT_LETS_IN:
        _refuse_last_one(session, connection)
        connection.enabled_at = None


def _problems(
    connection: Connection,
    given: ConnectionDetails,
    issuer: str,
    outbound: Outbound,
    others: Sequence[Connection],
) -> dict[str, str]:
    kind = Kind(connection.kind)
    kept = connection.client_secret if issuer == connection.issuer else ""
    secret = given.client_secret or kept
    value = oidc.Connection(
        kind, issuer, given.client_id, secret, "", frozenset(given.domains), given.tenant_id
    )
    found = oidc.faults(value, outbound) | details_problems(kind, given)
    found |= _name_problem(others, connection, given.name) | _expiry_problem(connection, given)
    if connection.client_secret and not secret:
        # The kept one must not go to whoever answers at the new address.
        found |= {"client_secret": "Enter this provider's client secret: the one we keep belongs to another."}
    if kind is Kind.ENTRA and "tenant_id" in found:
        found.pop("issuer", None)
    return found


def _name_problem(others: Sequence[Connection], connection: Connection, name: str) -> dict[str, str]:
    """Nobody could choose between two buttons that say the same."""
    taken = {(one.name or one.kind).casefold() for one in others}
    if (name or connection.kind).casefold() not in taken:
        return {}
    return {"name": "Your school has another connection like this one. Enter a name that tells them apart."}


def _expiry_problem(connection: Connection, given: ConnectionDetails) -> dict[str, str]:
    expires_on = given.secret_expires_on
    if expires_on is None or expires_on == connection.secret_expires_on or expires_on >= clock.today():
        return {}
    return {"secret_expires_on": "This day has passed. Enter the last day of the secret that works now."}


def _seal(connection: Connection, secret: str, version: int, *, others: list[str]) -> list[str]:
    if secret == connection.client_secret:
        return []
    if not others and connection.version != version:
        raise Conflict({"Client secret": ("(kept, never shown)", "(not kept)")}, version=connection.version)
    connection.client_secret = secret
    connection.version += not others
    return ["client_secret"]


def switch_on(session: Session, actor: Actor, connection: Connection) -> None:
    """For a head or deputy, and only as it was tried: who keeps the settings could else name a provider of
    their own and come in as anybody."""
    permit(actor, Permission.CONNECTION_SWITCH_ON, connection)
    versions.lock(session, connection)
    if not connection.is_tested:
        raise Refused("Try it first: it can be switched on when a test sign-in has worked.")
    if connection.enabled_at is None:
        connection.enabled_at = clock.now()
        tell_heads(session, record(session, actor, "connection:switch_on", connection))


def switch_off(session: Session, actor: Actor, connection: Connection) -> None:
    permit(actor, Permission.CONNECTION_MANAGE, connection)
    lock_school(session)
    versions.lock(session, connection)
    if connection.enabled_at is not None:
        _refuse_last_one(session, connection)
        connection.enabled_at = None
        tell_heads(session, record(session, actor, "connection:switch_off", connection))


def _refuse_last_one(session: Session, connection: Connection) -> None:
    others = [one for one in queries.open_connections(session) if one.id != connection.id]
    if not others and policies(session).school_sign_in_required:
        raise Refused(
            "Your school requires the school sign-in, and this is the only connection that is on. A headteacher "
            "can end the requirement under 'How people sign in'."
        )


def remove(session: Session, actor: Actor, connection: Connection) -> None:
    """With all that hangs on it. Who came in by it is signed out."""
    permit(actor, Permission.CONNECTION_MANAGE, connection)
    versions.lock(session, connection)
    if connection.enabled_at is not None:
        raise Refused("Switch it off first.")
    session.execute(
        update(SignInSession)
        .where(here(session, SignInSession), SignInSession.connection_id == connection.id)
        .values(ended_at=clock.now(), connection_id=None, id_token=None)
    )
    for model in (Identity, ConnectionAttempt, SpentLogoutToken):
        session.execute(delete(model).where(here(session, model), model.connection_id == connection.id))
    record(session, actor, "connection:remove", connection)
    session.delete(connection)
