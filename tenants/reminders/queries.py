"""Who is to be reminded of what: one query for each kind and school."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from tenants.assessment.models import Assignment, Outcome
from tenants.assessment.rules.seats import AssignmentState
from tenants.awards.models import Award
from tenants.base import clock
from tenants.base.actor import Appointment, Role
from tenants.base.isolation import beside, here
from tenants.cohorts.arrangements import last_day
from tenants.cohorts.leading import led
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.joining.models import JoiningRequest
from tenants.joining.rules.requests import UNDECIDED, RequestState
from tenants.mentoring.models import AgreedAction
from tenants.mentoring.queries.waiting import goes_on
from tenants.portfolios.attempt_models import Attempt
from tenants.portfolios.models import Submission
from tenants.portfolios.rules.states import SubmissionState
from tenants.reminders.rules import DAYS_BEFORE, UNANSWERED, Days, Reminder, falls_on
from tenants.staff.actors import counts_today, works
from tenants.staff.models import Staff, StaffAppointment, StaffRole
from tenants.staff.queries import holds

Rows = Select[UUID, UUID, Any]
"""Reader, subject, and the date or moment it is about; the reader is of `Staff`."""


@dataclass(frozen=True)
class Due:
    reminder: Reminder
    reader_id: UUID
    subject_id: UUID
    day: date


def due(session: Session, reminder: Reminder, days: Days) -> list[Due]:
    found = (
        Due(reminder, reader_id, subject_id, day)
        for reader_id, subject_id, about in session.execute(_rows(session, reminder, days))
        if (day := falls_on(reminder, _date(about), days.today))
    )
    return sorted(found, key=lambda one: (one.reader_id, one.subject_id))


def still_due(session: Session, reminder: Reminder, days: Days, reader_id: UUID, subject_id: UUID) -> bool:
    """Whether this person is still to be told of it: they may have done it, or see it no more."""
    rows = _rows(session, reminder, days).where(Staff.id == reader_id)
    return any(row[1] == subject_id for row in session.execute(rows))


def _rows(session: Session, reminder: Reminder, days: Days) -> Rows:
    return FOUND[reminder](session, days).where(here(session, Staff), works())


def _date(about: date | datetime) -> date:
    return clock.school_date(about) if isinstance(about, datetime) else about


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), clock.SCHOOL_TIME).astimezone(UTC)


def _invitations(session: Session, days: Days) -> Rows:
    return (
        select(Staff.id, Candidate.id, Candidate.invited_at)
        .join(Candidate, beside(Candidate, Staff, Candidate.staff_id == Staff.id))
        .join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id))
        .where(
            Candidate.state == PlaceState.INVITED.value,
            Candidate.invited_at < _end_of(days.today - UNANSWERED),
            Cohort.state != CohortState.CLOSED.value,
        )
    )


def _own_places(about: Any) -> Rows:
    """The approved places of people, in cohorts that go on."""
    return (
        select(Staff.id, Candidate.id, about)
        .join(Candidate, beside(Candidate, Staff, Candidate.staff_id == Staff.id))
        .join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id))
        .where(Candidate.state == PlaceState.APPROVED.value, Cohort.state == CohortState.OPEN.value)
    )


def _windows(session: Session, days: Days) -> Rows:
    handed_in = exists().where(
        beside(Submission, Candidate, Submission.candidate_id == Candidate.id),
        Submission.state != SubmissionState.RETURNED.value,
    )
    last = days.today + timedelta(days=max(DAYS_BEFORE[Reminder.WINDOW]))
    here_today = or_(
        Candidate.paused_from.is_(None),
        Candidate.paused_from > days.today,
        Candidate.paused_until < days.today,
    )
    return _own_places(last_day()).where(last_day().between(days.today, last), here_today, ~handed_in)


def _more_evidence(session: Session, days: Days) -> Rows:
    handed_in = exists().where(
        beside(Submission, Attempt, Submission.candidate_id == Attempt.candidate_id),
        Submission.attempt >= Attempt.number,
        Submission.state != SubmissionState.RETURNED.value,
    )
    return (
        _own_places(Attempt.resubmit_by)
        .join(Attempt, beside(Attempt, Candidate, Attempt.candidate_id == Candidate.id))
        .where(Attempt.resubmit_by >= days.today, ~handed_in)
    )


def _endorsements(session: Session, days: Days) -> Rows:
    """For every headteacher and deputy but whose own it is."""
    return (
        select(Staff.id, Submission.id, Submission.submitted_at)
        .join(Submission, beside(Submission, Staff, Submission.staff_id != Staff.id))
        .join(Candidate, beside(Candidate, Submission, Candidate.id == Submission.candidate_id))
        .where(
            or_(holds(Role.HEAD), holds(Role.DEPUTY)),
            Submission.state == SubmissionState.SUBMITTED.value,
            Submission.submitted_at < _end_of(days.three_over),
            Candidate.state == PlaceState.APPROVED.value,
        )
    )


def _seats(state: AssignmentState, about: Any, when: ColumnElement[bool]) -> Rows:
    return (
        select(Staff.id, Assignment.id, about)
        .join(Assignment, beside(Assignment, Staff, Assignment.staff_id == Staff.id))
        .join(Submission, beside(Submission, Assignment, Submission.id == Assignment.submission_id))
        .where(Assignment.state == state.value, Submission.state == SubmissionState.ENDORSED.value, when)
    )


def _offers(session: Session, days: Days) -> Rows:
    soon = Assignment.answer_by <= days.next
    return _seats(AssignmentState.OFFERED, Assignment.answer_by, soon)


def _judgements(session: Session, days: Days) -> Rows:
    soon = Assignment.due_on.between(days.today, days.third)
    return _seats(AssignmentState.ACCEPTED, Assignment.due_on, soon)


def _overdue(session: Session, days: Days) -> Rows:
    return _seats(AssignmentState.ACCEPTED, Assignment.due_on, Assignment.due_on < days.today)


def _releases(session: Session, days: Days) -> Rows:
    """A cohort's outcomes, once nothing of it is being assessed any more: for its leads, else the heads; never
    for the sake of their own."""
    leads = exists().where(
        beside(StaffAppointment, Staff, StaffAppointment.staff_id == Staff.id),
        StaffAppointment.appointment == Appointment.LEAD.value,
        StaffAppointment.subject_id == Cohort.id,
        or_(StaffAppointment.until.is_(None), StaffAppointment.until >= days.today),
    )
    being_assessed = exists().where(
        beside(Submission, Cohort, Submission.cohort_id == Cohort.id),
        Submission.state == SubmissionState.ENDORSED.value,
    )
    return (
        select(Staff.id, Cohort.id, func.max(Outcome.decided_at))
        .select_from(Outcome)
        .join(Cohort, beside(Cohort, Outcome, Cohort.id == Outcome.cohort_id))
        .join(Candidate, beside(Candidate, Outcome, Candidate.id == Outcome.candidate_id))
        .join(Staff, beside(Staff, Outcome, Staff.id != Candidate.staff_id))
        .where(Outcome.released_at.is_(None), ~being_assessed, or_(leads, and_(~led(), holds(Role.HEAD))))
        .group_by(Staff.id, Cohort.id)
    )


def _awards(session: Session, days: Days) -> Rows:
    return (
        select(Staff.id, Award.id, Award.expires_on)
        .join(Award, beside(Award, Staff, Award.staff_id == Staff.id))
        .where(Award.revoked_at.is_(None), Award.replaced_by_id.is_(None), Award.expires_on >= days.today)
    )


def _standing_in(session: Session, days: Days) -> Rows:
    """On the last school day before the last day, which may be a Sunday."""
    return (
        select(Staff.id, Staff.id, StaffRole.until)
        .join(StaffRole, beside(StaffRole, Staff, StaffRole.staff_id == Staff.id))
        .where(
            StaffRole.role == Role.DEPUTY.value,
            counts_today(),
            StaffRole.until.between(days.today, days.next),
        )
    )


def _agreed(session: Session, days: Days) -> Rows:
    """On the last school day before its day, for whichever of the two does it; moved, it is another one."""
    return (
        select(Staff.id, AgreedAction.id, AgreedAction.due_on)
        .join(AgreedAction, beside(AgreedAction, Staff, AgreedAction.staff_id == Staff.id))
        .where(
            AgreedAction.done_at.is_(None),
            AgreedAction.due_on.between(days.today, days.next),
            goes_on(AgreedAction),
        )
    )


def _joining(session: Session, days: Days) -> Rows:
    """For the line manager who was asked; after their word, or without one, for every headteacher and deputy. Never for
    the sake of their own."""
    asked = JoiningRequest
    since = func.coalesce(asked.manager_said_at, asked.asked_at)
    asks_manager = and_(asked.state == RequestState.ASKED.value, asked.manager_id == Staff.id)
    heard = or_(asked.manager_id.is_(None), asked.manager_said_at.is_not(None))
    undecided = asked.state.in_([state.value for state in UNDECIDED])
    decides = or_(holds(Role.HEAD), holds(Role.DEPUTY))
    return (
        select(Staff.id, asked.id, since)
        .join(asked, beside(asked, Staff, asked.staff_id != Staff.id))
        .where(since < _end_of(days.three_over), or_(asks_manager, and_(decides, undecided, heard)))
    )


FOUND: dict[Reminder, Callable[[Session, Days], Rows]] = {
    Reminder.INVITATION: _invitations,
    Reminder.WINDOW: _windows,
    Reminder.MORE_EVIDENCE: _more_evidence,
    Reminder.ENDORSEMENT: _endorsements,
    Reminder.OFFER: _offers,
    Reminder.JUDGEMENT: _judgements,
    Reminder.OVERDUE: _overdue,
    Reminder.RELEASE: _releases,
    Reminder.AWARD_ENDS: _awards,
    Reminder.STANDING_IN: _standing_in,
    Reminder.AGREED: _agreed,
    Reminder.JOINING: _joining,
}
