from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, bindparam, func, select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.base.permissions import Permission, visible
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import PlaceState
from tenants.events.models import Answer, Event
from tenants.portfolios.models import Evidence
from tenants.portfolios.rules.states import Source
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Seen:
    """An event with who presents, how many answered, and the item of evidence that it was taken in as."""

    event: Event
    presenter: str
    answers: int
    evidence_id: UUID | None = None

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


def event(session: Session, event_id: UUID) -> Event:
    found = session.scalar(_select_event(), asking(session, wanted=event_id))
    if found is None:
        raise NotFound
    return found


@cache
def _select_event() -> Select[Event]:
    return select(Event).where(ours(Event), Event.id == bindparam("wanted"))


def may_open(session: Session, actor: Actor, event_id: UUID) -> bool:
    found = select(Event.id).where(
        here(session, Event), Event.id == event_id, visible(actor, Permission.EVENT_READ, Event)
    )
    return session.scalar(found) is not None


def seen(session: Session, event_id: UUID) -> Seen:
    row = session.execute(_select_seen(), asking(session, wanted=event_id)).one_or_none()
    if row is None:
        raise NotFound
    return Seen(*row)


@cache
def _select_seen() -> Select[Event, str, int, UUID]:
    return (
        select(Event, Staff.name, answered(), _taken_in())
        .join(Staff, beside(Staff, Event, Staff.id == Event.staff_id))
        .where(ours(Event), Event.id == bindparam("wanted"))
    )


def answered() -> ScalarSelect[int]:
    """How many answered, of a statement over events."""
    return (
        select(func.count())
        .select_from(Answer)
        .where(beside(Answer, Event, Answer.event_id == Event.id))
        .correlate(Event)
        .scalar_subquery()
    )


def _taken_in() -> ScalarSelect[UUID]:
    return (
        select(Evidence.id)
        .where(
            beside(Evidence, Event, Evidence.source_id == Event.id),
            Evidence.candidate_id == Event.candidate_id,
            Evidence.source == Source.EVENT.value,
            Evidence.removed_at.is_(None),
        )
        .correlate(Event)
        .scalar_subquery()
    )


@dataclass(frozen=True)
class Listed:
    event: Event
    answers: int


def events_of(session: Session, staff_id: UUID) -> list[Listed]:
    """The latest first; also what was called off."""
    rows = session.execute(_select_of(), asking(session, whose=staff_id))
    return [Listed(*row) for row in rows]


@cache
def _select_of() -> Select[Event, int]:
    return (
        select(Event, answered())
        .where(ours(Event), Event.staff_id == bindparam("whose"))
        .order_by(Event.starts_at.desc(), Event.id.desc())
    )


def place_of(session: Session, staff_id: UUID) -> Candidate | None:
    """The place that somebody holds, or held last: who is accredited keeps it."""
    return session.scalar(
        select(Candidate)
        .where(
            here(session, Candidate),
            Candidate.staff_id == staff_id,
            Candidate.state == PlaceState.APPROVED.value,
        )
        .order_by(Candidate.approved_at.desc(), Candidate.id.desc())
        .limit(1)
    )
