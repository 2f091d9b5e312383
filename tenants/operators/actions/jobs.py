from sqlalchemy.orm import Session

from tenants.base import outbox
from tenants.base.outbox import OutboxMessage
from tenants.operators.history import note
from tenants.operators.sessions import SignedIn


def set_aside(session: Session, who: SignedIn, letter: OutboxMessage, reason: str) -> None:
    """Raises NotFound when it is no dead letter any more."""
    outbox.set_aside(session, letter.id, reason)
    note(
        session,
        who.id,
        "job:set_aside",
        letter,
        school_id=letter.school_id,
        fields=[letter.message],
        reason=reason,
    )


def replay(session: Session, who: SignedIn, letter: OutboxMessage) -> None:
    """Raises NotFound when it is no dead letter any more."""
    outbox.replay(session, letter.id)
    note(session, who.id, "job:replay", letter, school_id=letter.school_id, reason=letter.message)
