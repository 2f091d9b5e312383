"""How far people are, with all that a front page draws of it: one question for any number of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from tenants.assessment.models import Assignment, Outcome
from tenants.assessment.rules.journey import Stop, stop
from tenants.assessment.rules.seats import BLIND_SEATS, LEFT, AssignmentState
from tenants.assessment.rules.verdict import Result
from tenants.base import clock
from tenants.base.actor import Appointment
from tenants.base.isolation import asking, beside
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import PlaceState, begins_on
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.facts import facts, facts_columns
from tenants.portfolios.queries.portfolios import Portfolio, select_portfolios
from tenants.portfolios.queries.reach import Reach, reach, reach_columns
from tenants.portfolios.queries.tallies import Tally, tally, tally_columns
from tenants.portfolios.rules.states import SubmissionState
from tenants.staff import actors
from tenants.staff.models import Staff, StaffAppointment
from tenants.standards.models import Edition, Standard


@dataclass(frozen=True)
class HandedIn:
    """The latest submission, and where its assessment stands. `held` and `locked` count the two blind seats."""

    submission_id: UUID
    state: SubmissionState
    submitted_at: datetime
    endorsed_at: datetime | None
    result: Result | None
    released_at: datetime | None
    held: int
    locked: int


@dataclass(frozen=True)
class Progress:
    portfolio: Portfolio
    tally: Tally
    reach: Reach
    handed_in: HandedIn | None
    mentored: bool
    edition: Edition
    standards: int

    @property
    def candidate(self) -> Candidate:
        return self.portfolio.candidate

    @property
    def candidate_id(self) -> UUID:
        return self.portfolio.candidate_id

    @property
    def staff_id(self) -> UUID:
        return self.portfolio.staff_id

    @property
    def cohort(self) -> Cohort:
        return self.portfolio.cohort

    @property
    def cohort_id(self) -> UUID:
        return self.portfolio.cohort_id

    @property
    def submission_id(self) -> UUID | None:
        return self.handed_in.submission_id if self.handed_in else None

    @property
    def name(self) -> str:
        return self.portfolio.name

    @cached_property
    def stop(self) -> Stop | None:
        place, sent = PlaceState(self.candidate.state), self.handed_in
        return stop(place, sent.state, sent.result) if sent else stop(place, None, None)

    @property
    def began_on(self) -> date | None:
        """None for who holds no approved place."""
        approved_at = self.candidate.approved_at
        if not self.portfolio.approved or approved_at is None:
            return None
        return begins_on(self.cohort.starts_on, clock.school_date(approved_at))


def progress_of(
    session: Session, *, cohort_ids: Collection[UUID] = (), candidate_ids: Collection[UUID] = ()
) -> list[Progress]:
    """Of everybody in these cohorts, and of these candidates; by name."""
    among = asking(session, cohort_ids=list(cohort_ids), candidate_ids=list(candidate_ids))
    return [_progress(*row) for row in session.execute(_select_progress(), among)]


@cache
def _select_progress() -> Select[Any]:
    latest = (
        select(Submission.id)
        .where(beside(Submission, Candidate, Submission.candidate_id == Candidate.id))
        .order_by(Submission.attempt.desc(), Submission.serial.desc())
        .limit(1)
        .correlate(Candidate)
        .scalar_subquery()
    )
    told: tuple[Any, ...] = (*facts_columns(), *tally_columns(), *reach_columns())
    more: tuple[Any, ...] = (_mentored(), Edition, _standards())
    return (
        select_portfolios()
        .add_columns(*told, *more, *_handed_in_columns())
        .join(Edition, Edition.id == Cohort.edition_id)
        .outerjoin(Submission, beside(Submission, Candidate, Submission.id == latest))
        .outerjoin(Outcome, beside(Outcome, Submission, Outcome.submission_id == Submission.id))
        .where(
            or_(
                Candidate.cohort_id.in_(bindparam("cohort_ids", expanding=True)),
                Candidate.id.in_(bindparam("candidate_ids", expanding=True)),
            )
        )
        .order_by(Staff.name, Candidate.id)
    )


def _progress(*row: Any) -> Progress:
    portfolio, told, audits, banked, more, sent = row[:5], row[5:7], row[7:9], row[9], row[10:13], row[13:]
    found = facts(*told)
    return Progress(
        Portfolio(*portfolio), tally(found, *audits), reach(found, banked), _handed_in(*sent), *more
    )


def _handed_in(
    submission_id: UUID | None,
    state: str,
    at: datetime,
    endorsed_at: datetime | None,
    result: str | None,
    *rest: Any,
) -> HandedIn | None:
    if submission_id is None:
        return None
    given = Result(result) if result else None
    return HandedIn(submission_id, SubmissionState(state), at, endorsed_at, given, *rest)


def _handed_in_columns() -> tuple[Any, ...]:
    return (
        Submission.id,
        Submission.state,
        Submission.submitted_at,
        Submission.endorsed_at,
        Outcome.result,
        Outcome.released_at,
        _blind_seats(Assignment.state.not_in([state.value for state in LEFT])),
        _blind_seats(Assignment.state == AssignmentState.LOCKED.value),
    )


def _blind_seats(condition: Any) -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(
            beside(Assignment, Submission, Assignment.submission_id == Submission.id),
            Assignment.seat.in_(BLIND_SEATS),
            condition,
        )
        .correlate(Submission)
        .scalar_subquery()
    )


def _standards() -> ScalarSelect[int]:
    return select(func.count()).where(Standard.edition_id == Edition.id).correlate(Edition).scalar_subquery()


def _mentored() -> ColumnElement[bool]:
    """By somebody who works here."""
    return (
        select(StaffAppointment.staff_id)
        .join(Staff, beside(Staff, StaffAppointment, Staff.id == StaffAppointment.staff_id))
        .where(
            beside(StaffAppointment, Candidate, StaffAppointment.subject_id == Candidate.id),
            StaffAppointment.appointment == Appointment.MENTOR.value,
            StaffAppointment.until.is_(None),
            actors.works(),
        )
        .correlate(Candidate)
        .exists()
    )
