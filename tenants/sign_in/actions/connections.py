"""The school's own sign-in: chosen, filled in, switched on after it was looked at, switched off."""

from typing import Any

from sqlalchemy.orm import Session

from tenants.base import clock, versions
from tenants.base.actor import Actor
from tenants.base.errors import Conflict, Invalid, Refused
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.outside.oidc import connection as oidc
from tenants.outside.oidc.connection import Kind
from tenants.outside.outbound import Outbound
from tenants.schools.queries import lock_school
from tenants.sign_in import queries
from tenants.sign_in.models import Connection
from tenants.sign_in.notices import tell_heads
from tenants.sign_in.rules import ConnectionDetails, details_problems, issuer_of

LABELS = {
    "issuer": "Issuer",
    "client_id": "Client ID",
    "domains": "Domains",
    "tenant_id": "Directory (tenant) ID",
}
EMPTY: dict[str, Any] = {"issuer": "", "client_id": "", "client_secret": "", "domains": [], "tenant_id": ""}


def choose_kind(session: Session, actor: Actor, kind: Kind) -> Connection:
    """Another kind begins anew: what was filled in for the old one is gone, and nobody comes in by it."""
    permit(actor, Permission.CONNECTION_MANAGE)
    lock_school(session)
    known = queries.own_connection(session)
    if known is None:
        known = Connection(kind=kind.value)
        session.add(known)
        session.flush()
        record(session, actor, "connection:choose", known)
    elif known.kind != kind.value:
        _begin_anew(known, kind)
        record(session, actor, "connection:choose", known)
    return known


def _begin_anew(connection: Connection, kind: Kind) -> None:
    for name, value in {**EMPTY, "kind": kind.value, "enabled_at": None}.items():
        setattr(connection, name, value)
    connection.version += 1


def change_details(
    session: Session,
    actor: Actor,
    connection: Connection,
    given: ConnectionDetails,
    *,
    version: int,
    outbound: Outbound,
) -> None:
    """Switches it off: what nobody has looked at yet lets nobody in."""
    permit(actor, Permission.CONNECTION_MANAGE, connection)
    kind = Kind(connection.kind)
    values = {
        "issuer": issuer_of(kind, given),
        "client_id": given.client_id,
        "domains": list(given.domains),
        "tenant_id": given.tenant_id,
    }
    if problems := _problems(kind, connection, given, outbound):
        raise Invalid(problems)
    changed = versions.save(session, connection, version, values, LABELS)
    if given.client_secret:
        changed += _seal(connection, given.client_secret, version, others=changed)
    if changed:
        connection.enabled_at = None
        tell_heads(session, record(session, actor, "connection:change", connection, fields=changed))


def _problems(
    kind: Kind, connection: Connection, given: ConnectionDetails, outbound: Outbound
) -> dict[str, str]:
    issuer = issuer_of(kind, given)
    kept = connection.client_secret if issuer == connection.issuer else ""
    secret = given.client_secret or kept
    value = oidc.Connection(
        kind, issuer, given.client_id, secret, "", frozenset(given.domains), given.tenant_id
    )
    found = oidc.faults(value, outbound) | details_problems(kind, given)
    if connection.client_secret and not secret:
        # The kept one must not go to whoever answers at the new address.
        found |= {"client_secret": "Enter this provider's client secret: the one we keep belongs to another."}
    if kind is Kind.ENTRA and "tenant_id" in found:
        found.pop("issuer", None)
    return found


def _seal(connection: Connection, secret: str, version: int, *, others: list[str]) -> list[str]:
    if secret == connection.client_secret:
        return []
    if not others and connection.version != version:
        raise Conflict({"Client secret": ("(kept, never shown)", "(not kept)")}, version=connection.version)
    connection.client_secret = secret
    connection.version += not others
    return ["client_secret"]


def switch_on(session: Session, actor: Actor, connection: Connection, *, checked_version: int) -> None:
    """`checked_version`: of the settings with which the provider was found in order."""
    permit(actor, Permission.CONNECTION_MANAGE, connection)
    versions.lock(session, connection)
    if connection.version != checked_version:
        raise Refused("The settings were changed while we looked at them. Switch it on once more.")
    if connection.enabled_at is None:
        connection.enabled_at = clock.now()
        tell_heads(session, record(session, actor, "connection:switch_on", connection))


def switch_off(session: Session, actor: Actor, connection: Connection) -> None:
    permit(actor, Permission.CONNECTION_MANAGE, connection)
    versions.lock(session, connection)
    if connection.enabled_at is not None:
        connection.enabled_at = None
        tell_heads(session, record(session, actor, "connection:switch_off", connection))
