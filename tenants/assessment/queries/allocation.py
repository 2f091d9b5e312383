"""What choosing assessors for one submission is decided on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from tenants.assessment.models import Assignment, Interest
from tenants.assessment.queries.fellows import beside_fellows, fellows
from tenants.assessment.queries.seats import Seat, seats_of, taken
from tenants.assessment.rules import eligibility, seats
from tenants.assessment.rules.eligibility import Assessor, Line, LineFault, Matter
from tenants.assessment.rules.seats import AssignmentState
from tenants.base import clock
from tenants.base.actor import Appointment, Role
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.cohorts.queries import edition_of
from tenants.portfolios.models import Submission
from tenants.schools.calendar import calendar
from tenants.staff import actors
from tenants.staff.models import Staff, StaffAppointment, StaffKind, StaffRole, Standing, StandingSource
from tenants.testimonials.queries import authors


@dataclass(frozen=True)
class Cannot:
    assessor: Assessor
    reasons: list[str]


@dataclass(frozen=True)
class Allocation:
    """Everybody who might assess a submission, parted into who can and who cannot."""

    submission: Submission
    matter: Matter
    line_fault: LineFault | None
    seats: Sequence[Seat]
    answer_by: date
    people: Sequence[Assessor]

    @property
    def free(self) -> list[int]:
        return seats.free_seats(taken(self.seats))

    @property
    def held(self) -> list[Seat]:
        return [one for one in self.seats if AssignmentState(one.assignment.state) not in seats.LEFT]

    @property
    def left(self) -> list[Seat]:
        return [one for one in self.seats if AssignmentState(one.assignment.state) in seats.LEFT]

    @property
    def eligible(self) -> list[Assessor]:
        able = [one for one in self.people if not eligibility.obstacles(one, self.matter)]
        return sorted(able, key=lambda one: (one.load, one.name))

    @property
    def cannot(self) -> list[Cannot]:
        """Those who sit on it already are shown with their seats."""
        seated = {one.staff_id for one in self.held}
        others = [one for one in self.people if one.staff_id not in seated]
        told = [Cannot(one, eligibility.obstacles(one, self.matter)) for one in others]
        return [one for one in told if one.reasons]

    @property
    def suggested(self) -> list[UUID]:
        colleagues = {one.staff_id for one in self.held}
        new = any(one.first_time for one in self.people if one.staff_id in colleagues)
        return eligibility.suggested(
            self.eligible, len(self.free), beside_first_timer=new, beside=self.matter.beside
        )


def allocation(session: Session, submission: Submission) -> Allocation:
    calendar_here, today = calendar(session), clock.today()
    edition = edition_of(session, submission.cohort_id)
    due_on = calendar_here.after(today, edition.assess_days)
    line, names = _line(session)
    seated = seats_of(session, [submission.id])
    manager = line.managers.get(submission.staff_id)
    matter = Matter(
        staff_id=submission.staff_id,
        name=names.get(submission.staff_id, "the candidate"),
        manager_id=manager,
        mentors=_mentors(session, submission.candidate_id),
        witnesses=authors(session, submission.candidate_id),
        fellows=fellows(session, submission.candidate_id),
        beside=beside_fellows(session, submission),
        interests=_interests(session, submission.staff_id),
        seats={one.staff_id: AssignmentState(one.assignment.state) for one in seated},
        due_on=due_on,
    )
    return Allocation(
        submission=submission,
        matter=matter,
        line_fault=line.fault(submission.staff_id),
        seats=seated,
        answer_by=calendar_here.after(today, edition.answer_days),
        people=_people(session, line),
    )


def ties(session: Session, submission: Submission, staff_id: UUID) -> list[str]:
    """Why somebody who was asked may not judge it any more."""
    open_now = allocation(session, submission)
    people = [one for one in open_now.people if one.staff_id == staff_id]
    return [words for one in people for words in eligibility.ties(one, open_now.matter)]


def person_named(session: Session, staff_id: UUID) -> str:
    name = session.scalar(select(Staff.name).where(here(session, Staff), Staff.id == staff_id))
    if name is None:
        raise NotFound
    return name


def _line(session: Session) -> tuple[Line, dict[UUID, str]]:
    rows = session.execute(
        select(
            Staff.id,
            Staff.line_manager_id,
            Staff.name,
            or_(_holds(Role.HEAD), Staff.manager_outside),
            Staff.unsettled_manager.is_not(None),
        ).where(here(session, Staff), Staff.deactivated_at.is_(None))
    ).all()
    heads = frozenset(row[0] for row in rows if row[3])
    unsettled = frozenset(row[0] for row in rows if row[4])
    return Line({row[0]: row[1] for row in rows}, heads, unsettled), {row[0]: row[2] for row in rows}


def _mentors(session: Session, candidate_id: UUID) -> frozenset[UUID]:
    """Those of the past too: who coached somebody does not judge them."""
    return frozenset(
        session.scalars(
            select(StaffAppointment.staff_id).where(
                here(session, StaffAppointment),
                StaffAppointment.subject_id == candidate_id,
                StaffAppointment.appointment == Appointment.MENTOR.value,
            )
        )
    )


def _interests(session: Session, about_staff_id: UUID) -> dict[UUID, str]:
    rows = session.execute(
        select(Interest.staff_id, Interest.reason).where(
            here(session, Interest), Interest.about_staff_id == about_staff_id
        )
    )
    return {row[0]: row[1] for row in rows}


def _people(session: Session, line: Line) -> list[Assessor]:
    """Who holds the role, has or had the status, or was asked before: the others need no reason each."""
    status = _has_standing(current=True)
    role = _holds(Role.ASSESSOR)
    rows = session.execute(
        select(
            Staff,
            role,
            status,
            _tasks((AssignmentState.OFFERED, AssignmentState.ACCEPTED)),
            _tasks((AssignmentState.LOCKED,)),
        )
        .where(here(session, Staff), or_(role, _has_standing(current=False), _ever_asked()))
        .order_by(Staff.name, Staff.id)
    )
    return [_assessor(line, *row) for row in rows]


def _assessor(line: Line, staff: Staff, role: bool, status: bool, load: int, judged: int) -> Assessor:
    return Assessor(
        staff_id=staff.id,
        name=staff.name,
        detail=staff.job_title or "",
        manager_id=staff.line_manager_id,
        line_fault=line.fault(staff.id),
        active=staff.deactivated_at is None,
        assesses=role,
        has_status=status,
        guest_until=staff.ends_on if staff.kind == StaffKind.GUEST else None,
        load=load,
        judged=judged,
    )


def _holds(role: Role) -> ColumnElement[bool]:
    return exists().where(
        beside(StaffRole, Staff, StaffRole.staff_id == Staff.id),
        StaffRole.role == role.value,
        actors.counts_today(),
    )


def _has_standing(*, current: bool) -> ColumnElement[bool]:
    """An earlier award counts once it was confirmed from its proof."""
    held = and_(
        Standing.ended_at.is_(None),
        Standing.valid_from <= clock.today(),
        Standing.valid_until >= clock.today(),
        or_(Standing.source == StandingSource.AWARD.value, Standing.confirmed_at.is_not(None)),
    )
    mine = beside(Standing, Staff, Standing.staff_id == Staff.id)
    return exists().where(mine, held) if current else exists().where(mine)


def _ever_asked() -> ColumnElement[bool]:
    return exists().where(beside(Assignment, Staff, Assignment.staff_id == Staff.id))


def _tasks(states: tuple[AssignmentState, ...]) -> ScalarSelect[Any]:
    return (
        select(func.count())
        .select_from(Assignment)
        .where(beside(Assignment, Staff, Assignment.staff_id == Staff.id), Assignment.state.in_(states))
        .correlate(Staff)
        .scalar_subquery()
    )
