from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.history import record


def note_export(session: Session, actor: Actor, form: str) -> None:
    """Who may download it was asked by its page."""
    record(session, actor, "outreach:export", fields=[form])
