"""Who did what, when: written in the transaction of the deed, never changed afterwards."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.records import APPEND_ONLY, Identified


class HistoryEntry(Identified):
    """`fields` names what changed; values of personal columns are never copied here."""

    __tablename__ = "history"
    grants: ClassVar[str] = APPEND_ONLY

    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    reason: Mapped[str | None]

    __table_args__ = (
        Index("ix_history_time", "school_id", "at", "id"),
        Index("ix_history_subject", "school_id", "subject_kind", "subject_id"),
    )


class Move(Identified):
    """One change of state of one record."""

    __tablename__ = "moves"
    grants: ClassVar[str] = APPEND_ONLY

    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    reason: Mapped[str | None]

    __table_args__ = (
        Index("ix_moves_time", "school_id", "at", "id"),
        Index("ix_moves_subject", "school_id", "subject_kind", "subject_id"),
    )


def record(
    session: Session,
    actor: Actor,
    action: str,
    subject: Any = None,
    *,
    fields: Iterable[str] = (),
    reason: str | None = None,
) -> HistoryEntry:
    """Notes an action (`cohort:open`, a permission's word or a finer one) on a record with an id."""
    entry = HistoryEntry(
        at=clock.now(),
        actor_id=actor.known_as,
        action=action,
        subject_kind=_kind(subject),
        subject_id=getattr(subject, "id", None),
        fields=sorted(fields),
        reason=reason,
    )
    session.add(entry)
    return entry


def move(session: Session, actor: Actor, subject: Any, to: StrEnum, reason: str | None = None) -> None:
    """Puts `subject.state` to `to` and keeps the move. Whether it is allowed is the aggregate's rule."""
    session.add(
        Move(
            at=clock.now(),
            actor_id=actor.known_as,
            subject_kind=_kind(subject),
            subject_id=subject.id,
            from_state=subject.state,
            to_state=to.value,
            reason=reason,
        )
    )
    subject.state = to.value


def _kind(subject: Any) -> str:
    return "school" if subject is None else str(subject.__tablename__)
