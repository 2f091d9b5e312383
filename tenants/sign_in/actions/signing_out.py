"""Ending one's own sessions, wherever they are."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.permissions import Permission, permit
from tenants.sign_in.models import SignInLink, SignInSession
from tenants.sign_in.notices import tell
from tenants.sign_in.sessions import end_sessions_of


def end_own(session: Session, actor: Actor, ended: SignInSession) -> None:
    permit(actor, Permission.ACCOUNT_CHANGE, ended)
    if ended.ended_at is None:
        ended.ended_at = clock.now()
        record(session, actor, "session:end", ended)


def sign_out_everywhere(session: Session, actor: Actor) -> None:
    """Here too; and links that wait in a mailbox open nothing any more."""
    permit(actor, Permission.ACCOUNT_OPEN)
    end_sessions_of(session, actor.person_id)
    session.execute(
        update(SignInLink)
        .where(
            here(session, SignInLink),
            SignInLink.staff_id == actor.person_id,
            SignInLink.spent_at.is_(None),
        )
        .values(spent_at=clock.now())
    )
    tell(session, actor.person_id, record(session, actor, "session:end_all"))
