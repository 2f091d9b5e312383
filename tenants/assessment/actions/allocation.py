"""Seats are offered to assessors, to guests from outside too, and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.assessment.actions.locks import lock_submission
from tenants.assessment.actions.seats import leave
from tenants.assessment.jobs import OfferSeat
from tenants.assessment.models import Assignment
from tenants.assessment.queries.allocation import Allocation, allocation
from tenants.assessment.queries.seats import Seat
from tenants.assessment.rules import clocks
from tenants.assessment.rules.seats import AssignmentState
from tenants.base import clock
from tenants.base.actor import Actor, Appointment
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.portfolios.models import Submission
from tenants.portfolios.rules.states import SubmissionState
from tenants.staff.models import Staff, StaffAppointment, StaffKind
from tenants.testimonials.queries import authors

CLOSED = "This submission is not waiting for assessors."


@dataclass(frozen=True)
class Guest:
    """An assessor from outside, as the invitation names them; `detail` says where they were accredited."""

    name: str
    email: str
    detail: str
    until: date


def offer(session: Session, actor: Actor, submission: Submission, staff_ids: Sequence[UUID]) -> None:
    """Offers the free seats, in their order, to people who may assess this submission."""
    open_now = _open(session, actor, submission)
    chosen = list(dict.fromkeys(staff_ids))
    free = open_now.free
    if not free:
        raise Refused(
            "Somebody else has just offered the free seats. Look at who was asked before you continue."
        )
    if not 1 <= len(chosen) <= len(free):
        raise Invalid({"assessors": f"Choose {_up_to(len(free))}."})
    eligible = {one.staff_id for one in open_now.eligible}
    if not eligible.issuperset(chosen):
        raise Invalid(
            {"assessors": "Somebody you chose cannot assess this submission (any more). Choose again."}
        )
    for seat, staff_id in zip(free, chosen, strict=False):
        _offer(session, actor, open_now, seat, staff_id)


def invite_guest(session: Session, actor: Actor, submission: Submission, guest: Guest) -> None:
    """Makes the guest known to the school until a date, and offers them the next free seat."""
    open_now = _open(session, actor, submission)
    if not open_now.free:
        raise Refused("Every seat is taken: take an offer back first.")
    if guest.until < open_now.matter.due_on:
        raise Invalid({"until": "Access must last until the work is due. Choose a later date."})
    staff = _guest(session, actor, guest)
    if staff.id in open_now.matter.seats:
        raise Invalid({"email": f"{staff.name} was asked about this submission already."})
    if staff.id in authors(session, submission.candidate_id):
        raise Invalid({"email": f"{staff.name} wrote a testimonial for {open_now.matter.name}."})
    _offer(session, actor, open_now, open_now.free[0], staff.id)


def take_back(session: Session, actor: Actor, seat: Seat, reason: str) -> None:
    """Frees a seat whose holder does not answer or cannot finish."""
    permit(actor, Permission.ASSESSMENT_ALLOCATE, seat)
    lock_submission(session, seat.submission_id)
    session.refresh(seat.assignment)
    leave(session, actor, seat, AssignmentState.WITHDRAWN, reason)
    record(session, actor, "assessment:take_back", seat.assignment)


def _open(session: Session, actor: Actor, submission: Submission) -> Allocation:
    permit(actor, Permission.ASSESSMENT_ALLOCATE, submission)
    locked = lock_submission(session, submission.id)
    if locked.state != SubmissionState.ENDORSED:
        raise Refused(CLOSED)
    found = allocation(session, locked)
    if found.line_fault:
        raise Refused(f"Settle this first: for {found.matter.name}, {found.line_fault.value}.")
    return found


def _offer(session: Session, actor: Actor, open_now: Allocation, seat: int, staff_id: UUID) -> None:
    submission = open_now.submission
    assignment = Assignment(
        submission_id=submission.id,
        staff_id=staff_id,
        seat=seat,
        state=AssignmentState.OFFERED.value,
        offered_at=clock.now(),
        answer_by=open_now.answer_by,
        due_on=open_now.matter.due_on,
    )
    session.add(assignment)
    session.add(
        StaffAppointment(staff_id=staff_id, appointment=Appointment.ASSESSOR.value, subject_id=submission.id)
    )
    session.flush()
    record(session, actor, "assessment:offer", assignment)
    ask(session, OfferSeat(assignment.id), unique_key=str(assignment.id))


def _guest(session: Session, actor: Actor, guest: Guest) -> Staff:
    known = session.scalar(select(Staff).where(here(session, Staff), Staff.email == func.lower(guest.email)))
    if known is None:
        return _new_guest(session, actor, guest)
    if known.kind != StaffKind.GUEST:
        raise Invalid({"email": f"{known.name} works at this school: choose them from the list instead."})
    if known.deactivated_at is not None:
        raise Invalid({"email": f"{known.name} is no longer active here. Make them active again first."})
    known.ends_on = max(guest.until, known.ends_on or guest.until)
    record(session, actor, "assessment:extend_guest", known, fields=["ends_on"])
    return known


def _new_guest(session: Session, actor: Actor, guest: Guest) -> Staff:
    made = Staff(
        name=guest.name,
        email=guest.email.lower(),
        job_title=guest.detail,
        kind=StaffKind.GUEST.value,
        ends_on=guest.until,
        joined_at=clock.now(),
    )
    session.add(made)
    session.flush()
    record(session, actor, "assessment:invite_guest", made)
    return made


def proposed_end(open_now: Allocation) -> date:
    return clocks.guest_until(open_now.matter.due_on)


def _up_to(seats: int) -> str:
    return "one assessor" if seats == 1 else "one or two assessors"
