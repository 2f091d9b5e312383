"""What operators did, written in the transaction of the deed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.operators.models import OperatorHistoryEntry


def note(
    session: Session,
    operator_id: UUID | None,
    action: str,
    subject: Any = None,
    *,
    school_id: UUID | None = None,
    fields: Iterable[str] = (),
    reason: str | None = None,
) -> OperatorHistoryEntry:
    """Nobody's id: it was done at the server's console."""
    entry = OperatorHistoryEntry(
        at=clock.now(),
        operator_id=operator_id,
        action=action,
        subject_kind=getattr(subject, "__tablename__", None),
        subject_id=getattr(subject, "id", None),
        school_id=school_id,
        fields=sorted(fields),
        reason=reason,
    )
    session.add(entry)
    return entry
