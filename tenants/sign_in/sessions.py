"""Sessions: begun at a door, noted as used, ended."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Update, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.isolation import bound_school, here
from tenants.base.secrets import new_token, token_hash
from tenants.sign_in.browsers import Browser
from tenants.sign_in.models import Door, SignInSession
from tenants.sign_in.notices import tell_of_new_browser
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


def begin_session(
    session: Session,
    staff_id: UUID,
    door: Door,
    browser: Browser | None = None,
    at: AtProvider | None = None,
) -> str:
    """Returns the session's token: told once, kept only as a hash."""
    token, now, decided = new_token(), clock.now(), policies(session)
    begun = SignInSession(
        staff_id=staff_id,
        token_hash=token_hash(token),
        door=door.value,
        browser=browser.words if browser else "",
        browser_hash=browser and browser.hash_in(bound_school(session)),
        started_at=now,
        seen_at=now,
        expires_at=now + decided.longest,
        **(_remembered(at, keep_token=decided.sign_out_of_account) if at else {}),
    )
    session.add(begun)
    if browser:
        tell_of_new_browser(session, begun)
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


def end_sessions_of(
    session: Session, *staff_ids: UUID, door: Door | None = None, but: UUID | None = None
) -> None:
    """Signs people out everywhere, or wherever they came in by that door; except for one session."""
    wanted = _sessions(session).where(SignInSession.staff_id.in_(staff_ids))
    if door is not None:
        wanted = wanted.where(SignInSession.door == door.value)
    if but is not None:
        wanted = wanted.where(SignInSession.id != but)
    session.execute(wanted.values(ended_at=clock.now(), id_token=None))


def _sessions(session: Session) -> Update:
    return update(SignInSession).where(here(session, SignInSession), SignInSession.ended_at.is_(None))
