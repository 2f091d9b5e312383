"""Signed out at the provider: what it began here ends too."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import system
from tenants.base.errors import Refused
from tenants.base.history import record
from tenants.base.isolation import bound_school, here
from tenants.base.secrets import token_hash
from tenants.outside.oidc.logout import Logout
from tenants.sign_in.models import Connection, SignInSession, SpentLogoutToken
from tenants.sign_in.policies import policies


@dataclass(frozen=True)
class AccountToLeave:
    """The account behind a session that is about to end."""

    connection: Connection
    id_token: str | None = field(repr=False)


def account_to_leave(session: Session, token: str) -> AccountToLeave | None:
    """None unless the school wants people signed out of their account too, and this session came from one."""
    if not policies(session).sign_out_of_account:
        return None
    row = session.execute(
        select(Connection, SignInSession.id_token)
        .join(
            SignInSession,
            (SignInSession.school_id == Connection.school_id)
            & (SignInSession.connection_id == Connection.id),
        )
        .where(
            here(session, SignInSession),
            SignInSession.token_hash == token_hash(token),
            SignInSession.ended_at.is_(None),
        )
    ).one_or_none()
    return AccountToLeave(row[0], row[1]) if row else None


def end_at_providers_word(session: Session, connection: Connection, logout: Logout) -> int:
    """Raises Refused for a token that came before. Returns how many sessions ended."""
    spent = insert(SpentLogoutToken).values(
        school_id=bound_school(session),
        connection_id=connection.id,
        token_hash=token_hash(logout.token_id),
        spent_at=clock.now(),
    )
    if session.execute(spent.on_conflict_do_nothing().returning(SpentLogoutToken.spent_at)).first() is None:
        raise Refused("This logout token came before.")
    ended = session.scalars(
        update(SignInSession)
        .where(
            here(session, SignInSession),
            SignInSession.connection_id == connection.id,
            SignInSession.ended_at.is_(None),
            *_named(logout),
        )
        .values(ended_at=clock.now(), id_token=None)
        .returning(SignInSession.staff_id)
    ).all()
    _note(session, connection, ended)
    return len(ended)


def _named(logout: Logout) -> list[ColumnElement[bool]]:
    """A session whose id at the provider we were never told ends with its person's."""
    named: list[ColumnElement[bool]] = []
    if logout.subject is not None:
        named.append(SignInSession.provider_subject == logout.subject)
    if logout.session is not None:
        same = SignInSession.provider_session == logout.session
        untold = SignInSession.provider_session.is_(None)
        named.append(or_(same, untold) if logout.subject is not None else same)
    return named


def _note(session: Session, connection: Connection, ended: Sequence[UUID]) -> None:
    if ended:
        actor = system(connection.school_id)
        record(session, actor, "sign_in:ended_by_provider", connection, reason=f"{len(ended)} ended")
