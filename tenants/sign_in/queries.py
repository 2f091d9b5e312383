from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment, Role
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.base.secrets import token_hash
from tenants.notices.queries import unread
from tenants.sign_in.models import Connection, Domain, Identity, SignInPolicy, SignInSession
from tenants.sign_in.policy_rules import Policies
from tenants.sign_in.rules import still_open
from tenants.staff import actors
from tenants.staff.models import Staff, StaffKind


@dataclass(frozen=True)
class Opened:
    """A session somebody holds the token of, who they are, and how many notices wait for them."""

    actor: Actor
    session_id: UUID
    seen_at: datetime
    idle: timedelta
    unread: int


def opened(session: Session, token: str) -> Opened | None:
    """One query for all that a request asks about its actor; None for an unknown, ended or stale session,
    and for a leaver or a guest whose time is over. A limit that was shortened holds at once."""
    row = session.execute(_select_opened(), asking(session, held=token_hash(token))).one_or_none()
    if row is None:
        return None
    session_id, seen_at, started_at, expires_at, idle, longest, news = row[:7]
    limits = Policies() if idle is None else Policies(idle_minutes=idle, longest_minutes=longest)
    if not still_open(seen_at, min(expires_at, started_at + limits.longest), clock.now(), limits.idle):
        return None
    return Opened(actors.from_row(row[7:]), session_id, seen_at, limits.idle, news)


@cache
def _select_opened() -> Select[Any]:
    return (
        select(
            SignInSession.id,
            SignInSession.seen_at,
            SignInSession.started_at,
            SignInSession.expires_at,
            SignInPolicy.idle_minutes,
            SignInPolicy.longest_minutes,
            unread(),
            *actors.columns(),
        )
        .join(Staff, beside(Staff, SignInSession, Staff.id == SignInSession.staff_id))
        .outerjoin(SignInPolicy, SignInPolicy.school_id == SignInSession.school_id)
        .where(
            ours(SignInSession),
            SignInSession.token_hash == bindparam("held"),
            SignInSession.ended_at.is_(None),
            actors.works(),
        )
    )


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


def connections(session: Session) -> Sequence[Connection]:
    """The oldest first."""
    return session.scalars(_select_connections(), asking(session)).all()


@cache
def _select_connections() -> Select[Connection]:
    return select(Connection).where(ours(Connection)).order_by(Connection.id)


def known_connection(session: Session, connection_id: UUID) -> Connection | None:
    return session.scalar(select(Connection).where(here(session, Connection), Connection.id == connection_id))


def connection(session: Session, connection_id: UUID) -> Connection:
    found = known_connection(session, connection_id)
    if found is None:
        raise NotFound
    return found


def open_connections(session: Session) -> list[Connection]:
    """By which people can come in now."""
    return [one for one in connections(session) if one.enabled_at is not None]


def open_connection(session: Session, connection_id: UUID) -> Connection | None:
    found = known_connection(session, connection_id)
    return found if found is not None and found.enabled_at is not None else None


def linked_accounts(session: Session) -> dict[UUID, int]:
    """By connection: how many of the staff came in by it already."""
    rows = session.execute(
        select(Identity.connection_id, func.count())
        .join(
            Connection,
            beside(
                Connection,
                Identity,
                (Connection.id == Identity.connection_id) & (Connection.issuer == Identity.issuer),
            ),
        )
        .where(here(session, Identity))
        .group_by(Identity.connection_id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class Share:
    """Of how many who work here, how many came in by their school account already."""

    linked: int
    people: int


def linked_share(session: Session) -> Share:
    linked = (
        select(func.count(Identity.staff_id.distinct()))
        .join(Connection, beside(Connection, Identity, Connection.id == Identity.connection_id))
        .where(here(session, Identity), Connection.issuer == Identity.issuer)
        .scalar_subquery()
    )
    member = Staff.kind == StaffKind.MEMBER.value
    row = session.execute(
        select(linked, func.count()).select_from(Staff).where(here(session, Staff), actors.works(), member)
    ).one()
    return Share(*row)


def domains(session: Session) -> Sequence[Domain]:
    return session.scalars(select(Domain).where(here(session, Domain)).order_by(Domain.name)).all()


def known_domain(session: Session, domain_id: UUID) -> Domain | None:
    return session.scalar(select(Domain).where(here(session, Domain), Domain.id == domain_id))


def proven_domains(session: Session) -> set[str]:
    return {one.name for one in domains(session) if one.proven_at is not None}


def domain(session: Session, domain_id: UUID) -> Domain:
    found = known_domain(session, domain_id)
    if found is None:
        raise NotFound
    return found
