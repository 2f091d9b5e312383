"""An assessor answers an offer, and may leave a seat until they lock."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.assessment.actions.locks import lock_submission
from tenants.assessment.jobs import TellSeatLeft
from tenants.assessment.models import Interest, Judgement
from tenants.assessment.queries.allocation import ties
from tenants.assessment.queries.desk import blind_pair, levels_of
from tenants.assessment.queries.runners import runners
from tenants.assessment.queries.seats import Seat
from tenants.assessment.rules.seats import THIRD_SEAT, AssignmentState, may_move
from tenants.assessment.rules.verdict import contested
from tenants.base import clock
from tenants.base.actor import Actor, Appointment
from tenants.base.errors import Refused
from tenants.base.history import move, record
from tenants.base.ids import new_id
from tenants.base.isolation import here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.cohorts.queries import cohort
from tenants.portfolios.models import Snapshot
from tenants.portfolios.rules.reading import handed_in
from tenants.staff.models import StaffAppointment
from tenants.standards.queries import framework

NO_MOVE = {
    AssignmentState.LOCKED: "This judgement is locked, so the seat can no longer change hands.",
    AssignmentState.ACCEPTED: "This was accepted already.",
    AssignmentState.DECLINED: "This was declined already.",
    AssignmentState.WITHDRAWN: "This offer was taken back.",
}


def accept(session: Session, actor: Actor, seat: Seat) -> None:
    """Opens the judgement: one empty page for each standard this seat is to judge."""
    _hold(session, actor, seat)
    refuse_ties(session, seat)
    _move(session, actor, seat, AssignmentState.ACCEPTED)
    record(session, actor, "assessment:accept", seat.assignment)
    for number in _to_judge(session, seat):
        session.add(Judgement(assignment_id=seat.id, standard_number=number))


def decline(session: Session, actor: Actor, seat: Seat, reason: str) -> None:
    _hold(session, actor, seat)
    leave(session, actor, seat, AssignmentState.DECLINED, reason)
    record(session, actor, "assessment:decline", seat.assignment)
    _tell(session, seat)


def declare_interest(session: Session, actor: Actor, seat: Seat, reason: str) -> None:
    """Gives the seat back, and keeps this person from being asked about the same candidate again."""
    _hold(session, actor, seat)
    leave(session, actor, seat, AssignmentState.DECLINED, "Declared an interest")
    session.execute(
        insert(Interest)
        .values(
            school_id=actor.school_id,
            id=new_id(),
            staff_id=seat.staff_id,
            about_staff_id=seat.submission.staff_id,
            reason=reason,
            declared_at=clock.now(),
        )
        .on_conflict_do_nothing()
    )
    record(session, actor, "assessment:declare_interest", seat.assignment)
    _tell(session, seat)


def refuse_ties(session: Session, seat: Seat) -> None:
    """The staff list and the mentors may have changed since the offer."""
    if found := ties(session, seat.submission, seat.staff_id):
        raise Refused(
            f"{seat.person.name} {found[0]}, so somebody else has to judge this. Give the seat back."
        )


def leave(session: Session, actor: Actor, seat: Seat, to: AssignmentState, reason: str) -> None:
    """Nothing of the submission can be read from this seat any more."""
    _move(session, actor, seat, to)
    seat.assignment.left_reason = reason
    session.execute(
        delete(StaffAppointment).where(
            here(session, StaffAppointment),
            StaffAppointment.staff_id == seat.staff_id,
            StaffAppointment.appointment == Appointment.ASSESSOR.value,
            StaffAppointment.subject_id == seat.submission_id,
        )
    )


def _hold(session: Session, actor: Actor, seat: Seat) -> None:
    permit(actor, Permission.ASSESSMENT_JUDGE, seat)
    lock_submission(session, seat.submission_id)
    session.refresh(seat.assignment)


def _move(session: Session, actor: Actor, seat: Seat, to: AssignmentState) -> None:
    assignment = seat.assignment
    if not may_move(assignment.state, to):
        raise Refused(NO_MOVE[AssignmentState(assignment.state)])
    move(session, actor, assignment, to)


def _to_judge(session: Session, seat: Seat) -> list[int]:
    """All that is not banked; for the third seat only what the two before differ on."""
    if seat.assignment.seat == THIRD_SEAT:
        first, second = (levels_of(one) for one in blind_pair(session, seat.submission_id))
        return list(contested(first, second))
    rule = framework(session, cohort(session, seat.cohort_id).edition_id).rule
    content = session.get_one(Snapshot, (seat.assignment.school_id, seat.submission_id)).content
    banked = handed_in(content).banked
    return [number for number in rule.numbers if number not in banked]


def _tell(session: Session, seat: Seat) -> None:
    for staff_id in runners(session, seat.submission):
        ask(session, TellSeatLeft(seat.id, staff_id), unique_key=f"{seat.id}:{staff_id}")
