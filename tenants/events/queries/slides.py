from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.events.models import Event, Slides


@dataclass(frozen=True)
class HeldSlides:
    """A file with its event; who may open the event may open the file."""

    slides: Slides
    event: Event

    @property
    def staff_id(self) -> UUID:
        return self.event.staff_id

    @property
    def candidate_id(self) -> UUID | None:
        return self.event.candidate_id

    @property
    def cohort_id(self) -> UUID | None:
        return self.event.cohort_id

    @property
    def shared_at(self) -> datetime | None:
        return self.event.shared_at


def held_slides(session: Session, slides_id: UUID) -> HeldSlides:
    row = session.execute(
        select(Slides, Event)
        .join(Event, beside(Event, Slides, Event.id == Slides.event_id))
        .where(here(session, Slides), Slides.id == slides_id, Slides.removed_at.is_(None))
    ).one_or_none()
    if row is None:
        raise NotFound
    return HeldSlides(*row)


def slides_of(session: Session, event_id: UUID) -> Sequence[Slides]:
    """In the order they were added, without removed ones."""
    return session.scalars(_select_slides(), asking(session, of_event=event_id)).all()


@cache
def _select_slides() -> Select[Slides]:
    return (
        select(Slides)
        .where(ours(Slides), Slides.event_id == bindparam("of_event"), Slides.removed_at.is_(None))
        .order_by(Slides.id)
    )


def bytes_kept(session: Session, staff_id: UUID) -> int:
    return session.scalars(
        select(func.coalesce(func.sum(Slides.size), 0)).where(
            here(session, Slides), Slides.staff_id == staff_id, Slides.removed_at.is_(None)
        )
    ).one()


def removed_key(session: Session, slides_id: UUID) -> str | None:
    """Where the bytes of removed slides lie; None unless they were removed."""
    return session.scalar(
        select(Slides.key).where(
            here(session, Slides), Slides.id == slides_id, Slides.removed_at.is_not(None)
        )
    )
