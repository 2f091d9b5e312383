from sqlalchemy.orm import Session

from tenants.audit.queries import Search
from tenants.base.actor import Actor
from tenants.base.history import record
from tenants.base.permissions import Permission, permit


def note_export(session: Session, actor: Actor, search: Search, form: str) -> None:
    """An export leaves a line in what it exports."""
    permit(actor, Permission.AUDIT_READ)
    record(session, actor, "audit:export", fields=[form, *(["part"] if search.narrowed else [])])
