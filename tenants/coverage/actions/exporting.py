"""A copy of the numbers leaves the house: where heads read of it."""

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.history import record


def note_export(session: Session, actor: Actor, form: str) -> None:
    """Who may download them was asked by their page."""
    record(session, actor, "coverage:export", fields=[form])
