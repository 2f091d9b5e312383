"""Sessions of operators: half begun by a link, proven by a code, ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.secrets import new_token, token_hash
from tenants.operators.history import note
from tenants.operators.models import Operator, OperatorDoor, OperatorSession
from tenants.operators.notices import tell_of_new_browser
from tenants.operators.rules import HALF_WAY, HOME, LONGEST, NOTED_EVERY, is_fresh, still_open
from tenants.sign_in.browsers import Browser


@dataclass(frozen=True)
class SignedIn:
    """An operator, and the session by which we know them."""

    id: UUID
    name: str
    email: str
    session_id: UUID
    seen_at: datetime
    proven_at: datetime | None
    next: str

    @property
    def proven(self) -> bool:
        return self.proven_at is not None

    @property
    def freshly_proven(self) -> bool:
        return is_fresh(self.proven_at, clock.now())


def opened(session: Session, token: str) -> SignedIn | None:
    """None for an unknown, ended or stale session, and for an operator who was removed."""
    row = session.execute(
        select(Operator.id, Operator.name, Operator.email, OperatorSession)
        .join(OperatorSession, OperatorSession.operator_id == Operator.id)
        .where(
            OperatorSession.token_hash == token_hash(token),
            OperatorSession.ended_at.is_(None),
            Operator.removed_at.is_(None),
        )
    ).one_or_none()
    if row is None or not still_open(row[3].seen_at, row[3].expires_at, clock.now()):
        return None
    held = row[3]
    return SignedIn(*row[:3], held.id, held.seen_at, held.proven_at, held.next)


def begin_half(session: Session, operator_id: UUID, target: str) -> str:
    return _begin(session, operator_id, OperatorDoor.LINK, target)


def begin(session: Session, operator_id: UUID, door: OperatorDoor, browser: Browser | None = None) -> str:
    return _begin(session, operator_id, door, HOME, browser)


def _begin(
    session: Session,
    operator_id: UUID,
    door: OperatorDoor,
    target: str,
    browser: Browser | None = None,
) -> str:
    """Returns the session's token: told once, kept only as a hash."""
    token, now = new_token(), clock.now()
    half = door is OperatorDoor.LINK
    begun = OperatorSession(
        operator_id=operator_id,
        token_hash=token_hash(token),
        door=door.value,
        browser=browser.words if browser else "",
        browser_hash=browser and browser.hash_in(None),
        next=target,
        started_at=now,
        seen_at=now,
        expires_at=now + (HALF_WAY if half else LONGEST),
        proven_at=None if half else now,
    )
    session.add(begun)
    if browser:
        tell_of_new_browser(session, begun)
    return token


def note_use(session: Session, signed_in: SignedIn) -> None:
    if clock.now() - signed_in.seen_at > NOTED_EVERY:
        session.execute(
            update(OperatorSession)
            .where(OperatorSession.id == signed_in.session_id)
            .values(seen_at=clock.now())
        )


def prove_again(session: Session, signed_in: SignedIn, door: OperatorDoor) -> None:
    """Once more a code or a passkey, in a session that goes on."""
    session.execute(
        update(OperatorSession)
        .where(OperatorSession.id == signed_in.session_id)
        .values(proven_at=clock.now(), wrong_codes=0)
    )
    note(session, signed_in.id, "operator:prove", fields=[door.value])


def end(session: Session, token: str) -> None:
    session.execute(
        update(OperatorSession)
        .where(OperatorSession.token_hash == token_hash(token), OperatorSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def end_all(
    session: Session, operator_id: UUID, *, door: OperatorDoor | None = None, but: UUID | None = None
) -> None:
    """Of one operator, or those of them that began at one door; `but` for one."""
    ended = update(OperatorSession).where(
        OperatorSession.operator_id == operator_id, OperatorSession.ended_at.is_(None)
    )
    if door is not None:
        ended = ended.where(OperatorSession.door == door.value)
    if but is not None:
        ended = ended.where(OperatorSession.id != but)
    session.execute(ended.values(ended_at=clock.now()))
