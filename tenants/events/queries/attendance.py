from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.base.searching import has_words, words_of
from tenants.events.models import Attendance, Event
from tenants.staff.actors import works
from tenants.staff.models import Staff, StaffKind

LEAST_TYPED = 2
MOST_FOUND = 12


@dataclass(frozen=True)
class Attended:
    """Somebody at an event: what their certificate says."""

    attendance: Attendance
    event: Event
    name: str
    presenter: str

    @property
    def staff_id(self) -> UUID:
        return self.attendance.staff_id


def attended(session: Session, attendance_id: UUID) -> Attended:
    """Of a name that was not taken off."""
    row = session.execute(
        _select_attended().where(Attendance.id == attendance_id, Attendance.removed_at.is_(None)),
        asking(session),
    ).one_or_none()
    if row is None:
        raise NotFound
    return Attended(*row)


def attended_by(session: Session, staff_id: UUID) -> list[Attended]:
    """The latest first."""
    rows = session.execute(_select_by(), asking(session, whose=staff_id))
    return [Attended(*row) for row in rows]


@cache
def _select_by() -> Select[Attendance, Event, str, str]:
    return (
        _select_attended()
        .where(Attendance.staff_id == bindparam("whose"), Attendance.removed_at.is_(None))
        .order_by(Event.starts_at.desc(), Attendance.id.desc())
    )


@cache
def _select_attended() -> Select[Attendance, Event, str, str]:
    presenter = aliased(Staff)
    return (
        select(Attendance, Event, Staff.name, presenter.name)
        .join(Event, beside(Event, Attendance, Event.id == Attendance.event_id))
        .join(Staff, beside(Staff, Attendance, Staff.id == Attendance.staff_id))
        .join(presenter, beside(presenter, Event, presenter.id == Event.staff_id))
        .where(ours(Attendance))
    )


@dataclass(frozen=True)
class Named:
    attendance: Attendance
    name: str
    job_title: str | None


def named(session: Session, event_id: UUID) -> list[Named]:
    """The colleagues named, by name."""
    rows = session.execute(_select_named(), asking(session, of_event=event_id))
    return [Named(*row) for row in rows]


@cache
def _select_named() -> Select[Attendance, str, str | None]:
    return (
        select(Attendance, Staff.name, Staff.job_title)
        .join(Staff, beside(Staff, Attendance, Staff.id == Attendance.staff_id))
        .where(
            ours(Attendance),
            Attendance.event_id == bindparam("of_event"),
            Attendance.removed_at.is_(None),
            Attendance.presented.is_(False),
        )
        .order_by(Staff.name, Staff.id)
    )


@dataclass(frozen=True)
class HeldName:
    """A name at an event, for who presented: theirs to take off."""

    attendance: Attendance
    event: Event

    @property
    def staff_id(self) -> UUID:
        return self.event.staff_id


def held_name(session: Session, attendance_id: UUID) -> HeldName:
    found = attended(session, attendance_id)
    return HeldName(found.attendance, found.event)


def of_event(session: Session, event_id: UUID) -> Sequence[Attendance]:
    """Everybody named, whoever presented among them."""
    return session.scalars(
        select(Attendance).where(
            here(session, Attendance), Attendance.event_id == event_id, Attendance.removed_at.is_(None)
        )
    ).all()


def colleagues(session: Session, event: Event, typed: str) -> Sequence[Staff]:
    """Who works here under that name and is not named yet, as few as make a list to choose from."""
    words = words_of(typed)
    if sum(map(len, words)) < LEAST_TYPED:
        return ()
    there = select(Attendance.staff_id).where(
        here(session, Attendance), Attendance.event_id == event.id, Attendance.removed_at.is_(None)
    )
    return session.scalars(
        select(Staff)
        .where(*_nameable(session, event), has_words(Staff.__table__, words), Staff.id.not_in(there))
        .order_by(Staff.name, Staff.id)
        .limit(MOST_FOUND)
    ).all()


def colleague(session: Session, event: Event, staff_id: UUID) -> Staff | None:
    return session.scalar(select(Staff).where(*_nameable(session, event), Staff.id == staff_id))


def _nameable(session: Session, event: Event) -> tuple[Any, ...]:
    """People who work here. Guests are of other schools, and only counted."""
    return (
        here(session, Staff),
        works(),
        Staff.kind == StaffKind.MEMBER.value,
        Staff.id != event.staff_id,
    )
