from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.isolation import beside, here
from tenants.base.secrets import token_hash
from tenants.sign_in.models import SignInSession
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
