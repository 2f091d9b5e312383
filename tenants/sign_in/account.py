"""What 'Your account' shows: where somebody is signed in, and their passkeys."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.isolation import here
from tenants.sign_in.models import Passkey, SignInSession
from tenants.sign_in.rules import still_open

MOST_SHOWN = 50
MOST_ENDED = 10


@dataclass(frozen=True)
class SignedIn:
    """`now` are the open sessions, the last used first; `lately` those that are over."""

    now: Sequence[SignInSession]
    lately: Sequence[SignInSession]


def signed_in(session: Session, staff_id: UUID) -> SignedIn:
    found = session.scalars(
        select(SignInSession)
        .where(here(session, SignInSession), SignInSession.staff_id == staff_id)
        .order_by(SignInSession.ended_at.is_not(None), SignInSession.seen_at.desc())
        .limit(MOST_SHOWN)
    ).all()
    return SignedIn(
        now=[one for one in found if is_open(one)],
        lately=[one for one in found if not is_open(one)][:MOST_ENDED],
    )


def is_open(one: SignInSession) -> bool:
    return one.ended_at is None and still_open(one.seen_at, one.expires_at, clock.now())


def sign_in_session(session: Session, session_id: UUID) -> SignInSession:
    found = session.scalar(
        select(SignInSession).where(here(session, SignInSession), SignInSession.id == session_id)
    )
    if found is None:
        raise NotFound
    return found


def passkeys_of(session: Session, staff_id: UUID) -> Sequence[Passkey]:
    return session.scalars(
        select(Passkey)
        .where(here(session, Passkey), Passkey.staff_id == staff_id)
        .order_by(Passkey.added_at, Passkey.id)
    ).all()


def passkey(session: Session, passkey_id: UUID) -> Passkey:
    found = session.scalar(select(Passkey).where(here(session, Passkey), Passkey.id == passkey_id))
    if found is None:
        raise NotFound
    return found
