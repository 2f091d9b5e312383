"""Sessions: begun at a door, noted as used, ended."""

from uuid import UUID

from sqlalchemy import Update, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.isolation import here
from tenants.base.secrets import new_token, token_hash
from tenants.sign_in.models import Door, SignInSession
from tenants.sign_in.queries import Opened
from tenants.sign_in.rules import LONGEST, NOTED_EVERY


def begin_session(session: Session, staff_id: UUID, door: Door) -> str:
    """Returns the session's token: told once, kept only as a hash."""
    token, now = new_token(), clock.now()
    session.add(
        SignInSession(
            staff_id=staff_id,
            token_hash=token_hash(token),
            door=door.value,
            started_at=now,
            seen_at=now,
            expires_at=now + LONGEST,
        )
    )
    return token


def note_use(session: Session, opened: Opened) -> None:
    if clock.now() - opened.seen_at > NOTED_EVERY:
        session.execute(
            _sessions(session).where(SignInSession.id == opened.session_id).values(seen_at=clock.now())
        )


def end_session(session: Session, token: str) -> None:
    session.execute(
        _sessions(session).where(SignInSession.token_hash == token_hash(token)).values(ended_at=clock.now())
    )


def end_sessions_of(session: Session, *staff_ids: UUID) -> None:
    """Signs people out everywhere."""
    session.execute(
        _sessions(session).where(SignInSession.staff_id.in_(staff_ids)).values(ended_at=clock.now())
    )


def _sessions(session: Session) -> Update:
    return update(SignInSession).where(here(session, SignInSession), SignInSession.ended_at.is_(None))
