from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment, Role
from tenants.base.isolation import beside, here
from tenants.base.secrets import token_hash
from tenants.sign_in.models import Connection, SignInSession
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


def open_connection(session: Session) -> Connection | None:
    """The school's own sign-in, once it is switched on."""
    return session.scalar(
        select(Connection).where(here(session, Connection), Connection.enabled_at.is_not(None))
    )
