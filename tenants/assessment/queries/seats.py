"""Who holds which seat, as heads and leads may see it: states and dates, never a judgement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from tenants.assessment.models import Assignment, Outcome
from tenants.assessment.rules import seats
from tenants.assessment.rules.seats import AssignmentState, Stage
from tenants.base.actor import Actor
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, here, ours
from tenants.base.permissions import Permission, visible
from tenants.portfolios.models import Submission
from tenants.portfolios.rules.states import SubmissionState
from tenants.staff.models import Staff

ASSESSED = (SubmissionState.ENDORSED, SubmissionState.DECIDED, SubmissionState.RELEASED)


@dataclass(frozen=True)
class Seat:
    """An assessor's seat beside the submission it is on; permissions ask it what they ask of both."""

    assignment: Assignment
    submission: Submission
    person: Staff

    @property
    def id(self) -> UUID:
        return self.assignment.id

    @property
    def staff_id(self) -> UUID:
        return self.assignment.staff_id

    @property
    def submission_id(self) -> UUID:
        return self.submission.id

    @property
    def cohort_id(self) -> UUID:
        return self.submission.cohort_id

    @property
    def candidate_id(self) -> UUID:
        return self.submission.candidate_id


@dataclass(frozen=True)
class Line:
    """One submission in a cohort's list."""

    submission: Submission
    candidate: str
    stage: Stage
    seats: tuple[Seat, ...]
    outcome: Outcome | None


def submission(session: Session, submission_id: UUID) -> Submission:
    """Raises NotFound for one that does not count for assessment (yet)."""
    found = session.scalar(
        select(Submission).where(
            here(session, Submission), Submission.id == submission_id, Submission.state.in_(ASSESSED)
        )
    )
    if found is None:
        raise NotFound
    return found


def seat(session: Session, assignment_id: UUID) -> Seat:
    row = session.execute(_seat(), asking(session, wanted=assignment_id)).one_or_none()
    if row is None:
        raise NotFound
    return Seat(*row)


def seats_of(session: Session, submission_ids: Iterable[UUID]) -> Sequence[Seat]:
    """Every seat ever offered, those that were left too, in their order."""
    rows = session.execute(
        _seats()
        .where(Assignment.submission_id.in_(list(submission_ids)))
        .order_by(Assignment.seat, Assignment.offered_at),
        asking(session),
    )
    return [Seat(*row) for row in rows]


def taken(all_seats: Iterable[Seat]) -> dict[int, AssignmentState]:
    return seats.taken((one.assignment.seat, one.assignment.state) for one in all_seats)


def stage_of(all_seats: Iterable[Seat], outcome: Outcome | None) -> Stage:
    released = outcome is not None and outcome.released_at is not None
    return seats.stage(taken(all_seats), decided=outcome is not None, released=released)


def cohort_lines(session: Session, actor: Actor, cohort_id: UUID) -> list[Line]:
    """The cohort's submissions that count, the newest attempt of each candidate, by name."""
    newest = func.row_number().over(
        partition_by=Submission.candidate_id,
        order_by=(Submission.attempt.desc(), Submission.serial.desc()),
    )
    ranked = (
        select(Submission.id, newest.label("place"))
        .where(
            here(session, Submission),
            Submission.cohort_id == cohort_id,
            Submission.state.in_(ASSESSED),
            visible(actor, Permission.ASSESSMENT_ALLOCATE, Submission),
        )
        .subquery()
    )
    rows = session.execute(
        select(Submission, Staff.name, Outcome)
        .join(ranked, ranked.c.id == Submission.id)
        .join(Staff, beside(Staff, Submission, Staff.id == Submission.staff_id))
        .outerjoin(Outcome, beside(Outcome, Submission, Outcome.submission_id == Submission.id))
        .where(here(session, Submission), ranked.c.place == 1)
        .order_by(Staff.name, Submission.id)
    ).all()
    seated = seats_of(session, [row[0].id for row in rows])
    return [_line(*row, [one for one in seated if one.submission_id == row[0].id]) for row in rows]


def _line(submission: Submission, candidate: str, outcome: Outcome | None, seated: list[Seat]) -> Line:
    held = tuple(one for one in seated if AssignmentState(one.assignment.state) not in seats.LEFT)
    return Line(submission, candidate, stage_of(held, outcome), held, outcome)


@cache
def _seat() -> Select[Assignment, Submission, Staff]:
    return _seats().where(Assignment.id == bindparam("wanted"))


@cache
def _seats() -> Select[Assignment, Submission, Staff]:
    return (
        select(Assignment, Submission, Staff)
        .join(Submission, beside(Submission, Assignment, Submission.id == Assignment.submission_id))
        .join(Staff, beside(Staff, Assignment, Staff.id == Assignment.staff_id))
        .where(ours(Assignment))
    )
