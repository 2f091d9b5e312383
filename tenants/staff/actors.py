"""Who a staff member is as an actor: one statement for roles and appointments."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from tenants.base import clock
from tenants.base.actor import Actor, Appointment, Role
from tenants.base.errors import NotFound
from tenants.base.isolation import here
from tenants.staff.models import Staff, StaffAppointment, StaffKind, StaffRole


def actor(session: Session, staff_id: UUID) -> Actor:
    """Raises NotFound for a leaver, and for a guest whose time is over."""
    row = session.execute(
        select(*columns()).where(here(session, Staff), Staff.id == staff_id, works())
    ).first()
    if row is None:
        raise NotFound
    return from_row(row)


def working(session: Session, staff_id: UUID) -> Staff | None:
    """The person, while they work here: to whom a mail may still go."""
    return session.scalar(select(Staff).where(here(session, Staff), Staff.id == staff_id, works()))


@cache
def columns() -> tuple[ColumnElement[Any] | InstrumentedAttribute[Any] | ScalarSelect[Any], ...]:
    """What `from_row` reads, in its order; for a statement that selects from Staff."""
    return (
        Staff.school_id,
        Staff.id,
        Staff.name,
        Staff.kind,
        select(func.array_agg(StaffRole.role)).where(_of_staff(StaffRole), counts_today()).scalar_subquery(),
        select(
            func.json_agg(func.json_build_array(StaffAppointment.appointment, StaffAppointment.subject_id))
        )
        .where(_of_staff(StaffAppointment), _not_over(StaffAppointment.until), _holds_what_it_needs())
        .scalar_subquery(),
        Staff.ends_on,
    )


def from_row(row: Sequence[Any]) -> Actor:
    school_id, staff_id, name, kind, roles, appointments, ends_on = row
    return Actor(
        school_id=school_id,
        staff_id=staff_id,
        name=name,
        roles=frozenset(Role(role) for role in roles or ()),
        appointed=frozenset((Appointment(kind), UUID(subject)) for kind, subject in appointments or ()),
        guest=kind == StaffKind.GUEST,
        until=ends_on,
    )


@cache
def works() -> ColumnElement[bool]:
    """The staff who may act today: not deactivated, and a guest only until their date."""
    return and_(Staff.deactivated_at.is_(None), _not_over(Staff.ends_on))


@cache
def counts_today() -> ColumnElement[bool]:
    """The roles that are held today: neither over nor still to begin."""
    begun = or_(StaffRole.since.is_(None), StaffRole.since <= clock.TODAY)
    return and_(begun, _not_over(StaffRole.until))


def _holds_what_it_needs() -> ColumnElement[bool]:
    """What it is held through, they are appointed to as well."""
    other = aliased(StaffAppointment)
    through = exists().where(
        other.school_id == StaffAppointment.school_id,
        other.staff_id == StaffAppointment.staff_id,
        other.subject_id == StaffAppointment.through_id,
        _not_over(other.until),
    )
    return or_(StaffAppointment.through_id.is_(None), through)


def _of_staff(model: type[StaffRole] | type[StaffAppointment]) -> ColumnElement[bool]:
    return and_(model.school_id == Staff.school_id, model.staff_id == Staff.id)


def _not_over(until: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    return or_(until.is_(None), until >= clock.TODAY)
