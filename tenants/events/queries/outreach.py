"""What was reached, of a person and of all whom somebody may see: titles and numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Row, Select, bindparam, cast, extract, func, select, tuple_
from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.base.permissions import Permission, visible
from tenants.events.models import Answer, Attendance, Event
from tenants.events.queries.events import answered
from tenants.events.rules.events import EventState, Reach, minutes_between
from tenants.events.rules.feedback import FOUND_USEFUL
from tenants.events.rules.outreach import Outreach, Sum, outreach
from tenants.staff.models import Staff

PAGE = 50
FETCH = 500


@dataclass(frozen=True)
class Reached:
    """One event that was held, as an outreach log tells it."""

    event: Event
    name: str
    answers: int
    found_useful: int


def log_of(session: Session, staff_id: UUID) -> list[Reached]:
    """A person's own, the latest first."""
    rows = session.execute(_select_own(), asking(session, whose=staff_id))
    return [Reached(*row) for row in rows]


@cache
def _select_own() -> Select[Event, str, int, int]:
    return _select_held().where(ours(Event), Event.staff_id == bindparam("whose"))


@cache
def _select_held() -> Select[Event, str, int, int]:
    useful = (
        select(func.count())
        .select_from(Answer)
        .where(beside(Answer, Event, Answer.event_id == Event.id), Answer.useful >= FOUND_USEFUL)
        .correlate(Event)
        .scalar_subquery()
    )
    return (
        select(Event, Staff.name, answered(), useful)
        .join(Staff, beside(Staff, Event, Staff.id == Event.staff_id))
        .where(Event.state == EventState.HELD.value)
        .order_by(Event.starts_at.desc(), Event.id.desc())
    )


def outreach_of(log: list[Reached]) -> Outreach:
    return outreach((Reach(one.event.reach), _sum(one.event)) for one in log)


def _sum(event: Event) -> Sum:
    return Sum(1, event.attendance or 0, minutes_between(event.starts_at, event.ends_at))


@dataclass(frozen=True)
class OfPerson:
    staff_id: UUID
    name: str
    outreach: Outreach


def by_person(session: Session, actor: Actor) -> list[OfPerson]:
    """Of everybody whose outreach the actor may see, by name."""
    minutes = func.sum(extract("epoch", Event.ends_at - Event.starts_at) / 60)
    rows = session.execute(
        select(
            Event.staff_id,
            Staff.name,
            Event.reach,
            func.count(),
            func.sum(Event.attendance),
            cast(minutes, Integer),
        )
        .join(Staff, beside(Staff, Event, Staff.id == Event.staff_id))
        .where(*_seen_by(session, actor))
        .group_by(Event.staff_id, Staff.name, Event.reach)
        .order_by(Staff.name, Event.staff_id)
    )
    found: dict[tuple[UUID, str], list[tuple[Reach, Sum]]] = {}
    for staff_id, name, reach, events, people, lasted in rows:
        found.setdefault((staff_id, name), []).append((Reach(reach), Sum(events, people or 0, lasted)))
    return [OfPerson(staff_id, name, outreach(sums)) for (staff_id, name), sums in found.items()]


def _seen_by(session: Session, actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        here(session, Event),
        Event.state == EventState.HELD.value,
        visible(actor, Permission.OUTREACH_READ, Event),
    )


def page_of(session: Session, actor: Actor, after: UUID | None = None) -> tuple[list[Reached], UUID | None]:
    """Events of everybody whose outreach the actor may see, the latest first, and the key of the next page."""
    wanted = _select_held().where(*_seen_by(session, actor))
    if after is not None:
        start = session.scalar(select(Event).where(*_seen_by(session, actor), Event.id == after))
        if start is None:
            raise NotFound
        wanted = wanted.where(tuple_(Event.starts_at, Event.id) < (start.starts_at, start.id))
    found = [Reached(*row) for row in session.execute(wanted.limit(PAGE + 1))]
    return found[:PAGE], found[PAGE - 1].event.id if len(found) > PAGE else None


def whole_log(session: Session, actor: Actor) -> Iterator[Reached]:
    """All of it, row by row."""
    rows = session.execute(
        _select_held().where(*_seen_by(session, actor)), execution_options={"yield_per": FETCH}
    )
    return (Reached(*row) for row in rows)


def whole_attendance(session: Session, actor: Actor) -> Iterator[Row[Any]]:
    """Event, who was there, whether they presented: for whoever adds up hours of training."""
    return session.execute(
        select(Event, Staff.name, Attendance.presented)
        .select_from(Event)
        .join(Attendance, beside(Attendance, Event, Attendance.event_id == Event.id))
        .join(Staff, beside(Staff, Attendance, Staff.id == Attendance.staff_id))
        .where(*_seen_by(session, actor), Attendance.removed_at.is_(None))
        .order_by(Event.starts_at.desc(), Event.id, Attendance.presented.desc(), Staff.name),
        execution_options={"yield_per": FETCH},
    )
