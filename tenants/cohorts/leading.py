"""Who leads which cohorts, and mentors whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Appointment, Role
from tenants.base.isolation import asking, beside, here, ours
from tenants.cohorts.models import Candidate, Cohort, CohortTeamMember
from tenants.cohorts.rules import CohortState, Part
from tenants.staff import actors
from tenants.staff.models import Staff, StaffAppointment, StaffRole


def led(by_others_than: UUID | None = None) -> ColumnElement[bool]:
    """Whether somebody who works here leads the cohort."""
    led = select(StaffAppointment.staff_id).where(
        beside(StaffAppointment, Cohort, StaffAppointment.subject_id == Cohort.id),
        StaffAppointment.appointment == Appointment.LEAD.value,
        StaffAppointment.staff_id != by_others_than if by_others_than else true(),
        beside(Staff, StaffAppointment, Staff.id == StaffAppointment.staff_id),
        actors.works(),
    )
    return led.correlate(Cohort).exists()


def who_runs(session: Session, cohort_id: UUID) -> list[UUID]:
    """Its programme leads, else the heads."""
    return _leads(session, cohort_id) or _heads(session)


def _leads(session: Session, cohort_id: UUID) -> list[UUID]:
    return list(
        session.scalars(
            select(Staff.id)
            .join(StaffAppointment, beside(StaffAppointment, Staff, StaffAppointment.staff_id == Staff.id))
            .where(
                here(session, Staff),
                actors.works(),
                StaffAppointment.appointment == Appointment.LEAD.value,
                StaffAppointment.subject_id == cohort_id,
                or_(StaffAppointment.until.is_(None), StaffAppointment.until >= clock.today()),
            )
        )
    )


def _heads(session: Session) -> list[UUID]:
    return list(
        session.scalars(
            select(Staff.id)
            .join(StaffRole, beside(StaffRole, Staff, StaffRole.staff_id == Staff.id))
            .where(here(session, Staff), actors.works(), StaffRole.role == Role.HEAD.value)
        )
    )


@dataclass(frozen=True)
class Leading:
    """A cohort that somebody leads; `alone`: nobody else who works here does."""

    cohort: Cohort
    alone: bool


def leading(session: Session, staff_id: UUID) -> list[Leading]:
    rows = session.execute(
        select(Cohort, ~led(by_others_than=staff_id))
        .join(StaffAppointment, beside(StaffAppointment, Cohort, StaffAppointment.subject_id == Cohort.id))
        .where(
            here(session, Cohort),
            StaffAppointment.appointment == Appointment.LEAD.value,
            StaffAppointment.staff_id == staff_id,
        )
        .order_by(Cohort.starts_on.desc(), Cohort.name)
    )
    return [Leading(*row) for row in rows]


@dataclass(frozen=True)
class Mentored:
    candidate: Candidate
    person: Staff
    cohort: Cohort


def mentored_by(session: Session, staff_id: UUID) -> list[Mentored]:
    """By the candidates' names."""
    rows = session.execute(
        select(Candidate, Staff, Cohort)
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id))
        .join(
            StaffAppointment, beside(StaffAppointment, Candidate, StaffAppointment.subject_id == Candidate.id)
        )
        .where(
            here(session, Candidate),
            StaffAppointment.appointment == Appointment.MENTOR.value,
            StaffAppointment.staff_id == staff_id,
            StaffAppointment.until.is_(None),
        )
        .order_by(Staff.name, Candidate.id)
    )
    return [Mentored(*row) for row in rows]


def mentors_of(session: Session, candidate_ids: Sequence[UUID]) -> dict[UUID, Staff]:
    """Candidate → their mentor, who works here. Apart from the candidates, because joined to them the planner
    multiplies three tables while a school is new and its statistics are old."""
    rows = session.execute(_select_mentors(), asking(session, candidate_ids=list(candidate_ids)))
    return {row[0]: row[1] for row in rows}


@cache
def _select_mentors() -> Select[UUID, Staff]:
    return (
        select(StaffAppointment.subject_id, Staff)
        .join(Staff, beside(Staff, StaffAppointment, Staff.id == StaffAppointment.staff_id))
        .where(
            ours(StaffAppointment),
            StaffAppointment.appointment == Appointment.MENTOR.value,
            StaffAppointment.subject_id.in_(bindparam("candidate_ids", expanding=True)),
            StaffAppointment.until.is_(None),
            actors.works(),
        )
    )


@dataclass(frozen=True)
class Led:
    """A cohort with the names of its programme leads."""

    cohort: Cohort
    names: tuple[str, ...]


def led_by(session: Session) -> list[Led]:
    """Every cohort that is not closed, with who leads it."""
    lead = and_(
        beside(CohortTeamMember, Cohort, CohortTeamMember.cohort_id == Cohort.id),
        CohortTeamMember.part == Part.LEAD.value,
    )
    rows = session.execute(
        select(Cohort, func.array_agg(Staff.name))
        .outerjoin(CohortTeamMember, lead)
        .outerjoin(Staff, beside(Staff, CohortTeamMember, Staff.id == CohortTeamMember.staff_id))
        .where(here(session, Cohort), Cohort.state != CohortState.CLOSED.value)
        .group_by(Cohort.school_id, Cohort.id)
        .order_by(Cohort.starts_on.desc(), Cohort.name)
    )
    return [Led(one, tuple(sorted(filter(None, names)))) for one, names in rows]
