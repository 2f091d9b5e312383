from sqlalchemy.orm import Session

from tenants.base import outbox
from tenants.base.outbox import OutboxMessage
from tenants.operators.history import note
from tenants.operators.sessions import SignedIn


def replay(session: Session, who: SignedIn, letter: OutboxMessage) -> None:
    """Raises NotFound when it is no dead letter any more."""
    outbox.replay(session, letter.id)
    note(session, who.id, "job:replay", letter, school_id=letter.school_id, reason=letter.message)
