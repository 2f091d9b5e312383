from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment, Role
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.base.secrets import token_hash
from tenants.sign_in.models import Connection, Identity, SignInSession
from tenants.sign_in.rules import still_open
from tenants.staff import actors
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Opened:
    """A session somebody holds the token of, and who they are."""

    actor: Actor
    session_id: UUID
    seen_at: datetime


def opened(session: Session, token: str) -> Opened | None:
    """One query for all that a request asks about its actor; None for an unknown, ended or stale session,
    and for a leaver or a guest whose time is over."""
    row = session.execute(
        select(SignInSession.id, SignInSession.seen_at, SignInSession.expires_at, *actors.columns())
        .join(Staff, beside(Staff, SignInSession, Staff.id == SignInSession.staff_id))
        .where(
            here(session, SignInSession),
            SignInSession.token_hash == token_hash(token),
            SignInSession.ended_at.is_(None),
            actors.works(),
        )
    ).one_or_none()
    if row is None or not still_open(row[1], row[2], clock.now()):
        return None
    return Opened(actors.from_row(row[3:]), row[0], row[1])


@dataclass(frozen=True)
class Persona:
    """Somebody to sign in as, in the demonstration."""

    person: Staff
    actor: Actor

    @property
    def words(self) -> list[str]:
        """What the person does here, roles first."""
        kinds = {kind.value for kind, _ in self.actor.appointed}
        known = [role.value for role in Role] + [kind.value for kind in Appointment]
        held = {role.value for role in self.actor.roles} | kinds
        return [word.replace("_", " ") for word in dict.fromkeys(known) if word in held]


def personas(session: Session) -> list[Persona]:
    rows = session.execute(
        select(Staff, *actors.columns()).where(here(session, Staff), actors.works()).order_by(Staff.name)
    )
    found = [Persona(row[0], actors.from_row(row[1:])) for row in rows]
    return [one for one in found if one.actor.roles or one.actor.appointed]


def own_connection(session: Session) -> Connection | None:
    return session.scalar(select(Connection).where(here(session, Connection)))


def connection(session: Session) -> Connection:
    found = own_connection(session)
    if found is None:
        raise NotFound
    return found


def linked_accounts(session: Session, connection: Connection) -> int:
    """How many of the staff came in by it already."""
    return (
        session.scalar(
            select(func.count()).where(
                here(session, Identity),
                Identity.connection_id == connection.id,
                Identity.issuer == connection.issuer,
            )
        )
        or 0
    )


def open_connection(session: Session, connection_id: UUID | None = None) -> Connection | None:
    """The school's own sign-in while it is switched on; with an id, only if it is that one."""
    found = own_connection(session)
    if found is None or found.enabled_at is None or connection_id not in (None, found.id):
        return None
    return found
