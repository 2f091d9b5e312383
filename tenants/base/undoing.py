"""Undo: what is easily done by mistake is taken back by who did it, once, within a day.

A deed leaves behind what stood before, and whether nothing was built on it since is asked of the record itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import NotFound, Refused
from tenants.base.isolation import here
from tenants.base.jobs import ForgetDeed
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.records import Identified, one_of, within_school
from tenants.base.versions import lock

LASTS = timedelta(days=1)
OFFERED = "lectern_deed"
TWICE = "This was undone already."
LATE = "This can’t be undone any more: a day has passed."
CHANGED = "Something was changed since, so this can’t be undone any more."


class Kind(StrEnum):
    ITEM = "item"
    FILE = "file"
    CLAIM = "claim"
    PLACE = "place"
    MENTOR = "mentor"
    TEAM = "team"
    TIMETABLE = "timetable"
    PAIRING = "pairing"
    ARRANGEMENT = "arrangement"
    MOVES = "moves"
    VERSION = "version"


class Deed(Identified):
    """What somebody did, and what it takes to undo it. `before` is emptied when the time is over."""

    __tablename__ = "deeds"

    staff_id: Mapped[UUID]
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    done_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    __table_args__ = (within_school("staff_id", "staff"), one_of("kind", Kind))


@dataclass(frozen=True)
class Undone:
    """The record whose page tells of it, and what could be taken back of a deed with several parts."""

    record: Any
    words: str


def deed(session: Session, undo_id: UUID) -> Deed:
    found = session.scalar(select(Deed).where(here(session, Deed), Deed.id == undo_id))
    if found is None:
        raise NotFound
    return found


def keep(session: Session, actor: Actor, kind: Kind, subject_id: UUID, before: Mapping[str, Any]) -> None:
    """Offers the undo to the page that did it. The system undoes nothing."""
    if actor.staff_id is None:
        return
    kept = Deed(
        staff_id=actor.staff_id,
        kind=kind.value,
        subject_id=subject_id,
        before=dict(before),
        done_at=clock.now(),
    )
    session.add(kept)
    session.flush()
    ask(session, ForgetDeed(kept.id), due_at=clock.now() + LASTS)
    session.info[OFFERED] = kept.id


def offered(session: Session) -> UUID | None:
    """The deed that this request has just done."""
    found: UUID | None = session.info.pop(OFFERED, None)
    return found


def take(session: Session, actor: Actor, done: Deed) -> Mapping[str, Any]:
    """What stood before; the deed is spent by asking."""
    permit(actor, Permission.UNDO, done)
    lock(session, done)
    if done.undone_at is not None:
        raise Refused(TWICE)
    if clock.now() - done.done_at > LASTS:
        raise Refused(LATE)
    done.undone_at, before = clock.now(), done.before
    done.before = {}
    return before


def forget(session: Session, deed_id: UUID) -> None:
    deed(session, deed_id).before = {}
