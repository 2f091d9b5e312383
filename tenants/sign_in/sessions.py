"""Sessions: begun at a door, noted as used, ended."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Update, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.isolation import here
from tenants.base.secrets import new_token, token_hash
from tenants.sign_in.models import Door, SignInSession
from tenants.sign_in.policies import policies
from tenants.sign_in.policy_rules import noted_every
from tenants.sign_in.queries import Opened


@dataclass(frozen=True)
class AtProvider:
    """By what the provider will name the session when it ends there."""

    connection_id: UUID
    subject: str
    session: str | None = None
    id_token: str = field(default="", repr=False)


def begin_session(session: Session, staff_id: UUID, door: Door, at: AtProvider | None = None) -> str:
    """Returns the session's token: told once, kept only as a hash."""
    token, now, decided = new_token(), clock.now(), policies(session)
    session.add(
        SignInSession(
            staff_id=staff_id,
            token_hash=token_hash(token),
            door=door.value,
            started_at=now,
            seen_at=now,
            expires_at=now + decided.longest,
            **(_remembered(at, keep_token=decided.sign_out_of_account) if at else {}),
        )
    )
    return token


def _remembered(at: AtProvider, *, keep_token: bool) -> dict[str, object]:
    """The token itself only where signing out will need it."""
    return {
        "connection_id": at.connection_id,
        "provider_subject": at.subject,
        "provider_session": at.session,
        "id_token": at.id_token if keep_token else None,
    }


def note_use(session: Session, opened: Opened) -> None:
    if clock.now() - opened.seen_at > noted_every(opened.idle):
        session.execute(
            _sessions(session).where(SignInSession.id == opened.session_id).values(seen_at=clock.now())
        )


def end_session(session: Session, token: str) -> None:
    session.execute(
        _sessions(session)
        .where(SignInSession.token_hash == token_hash(token))
        .values(ended_at=clock.now(), id_token=None)
    )


def end_sessions_of(session: Session, staff_id: UUID) -> None:
    """Signs a person out everywhere."""
    session.execute(
        _sessions(session)
        .where(SignInSession.staff_id == staff_id)
        .values(ended_at=clock.now(), id_token=None)
    )


def _sessions(session: Session) -> Update:
    return update(SignInSession).where(here(session, SignInSession), SignInSession.ended_at.is_(None))
