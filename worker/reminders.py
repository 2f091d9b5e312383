"""Reminders of dates: gathered in the morning, told when it is still so."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.assessment.queries.seats import seat
from tenants.awards.queries import award
from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.days import day_in_words
from tenants.cohorts import queries as cohorts
from tenants.joining.queries.requests import asked, request
from tenants.mentoring.queries.log import action
from tenants.notices.rules import Kind
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.readiness import checked
from tenants.portfolios.queries.submissions import submission
from tenants.reminders import actions
from tenants.reminders.jobs import RemindOfDates, TellReminder
from tenants.reminders.queries import still_due
from tenants.reminders.rules import Reminder, days, still_missing
from tenants.schools.calendar import calendar
from tenants.staff import actors
from tenants.staff.queries import staff_member
from tenants.staff.standing_in import holds_until
from worker.shapes import InSchool, Run
from worker.telling import Tells, Word

Told = tuple[str, dict[str, str]]
"""The path of the page that it leads to, and the facts of the letter."""


def _remind(session: Session, actor: Actor, message: RemindOfDates, run: Run) -> None:
    actions.remind(session)


def _reminder(session: Session, actor: Actor, message: TellReminder) -> Word | None:
    reminder, reader = Reminder(message.reminder), actors.working(session, message.reader_id)
    now = days(clock.today(), calendar(session).works)
    if reader is None or not still_due(session, reminder, now, reader.id, message.subject_id):
        return None
    path, facts = TOLD[reminder](session, message.subject_id)
    return Word(reader, f"reminder_{reminder.value}", path, facts, Kind.REMINDER)


def _invitation(session: Session, candidate_id: UUID) -> Told:
    candidate = cohorts.candidate(session, candidate_id)
    facts = {
        "cohort": cohorts.cohort(session, candidate.cohort_id).name,
        "since": day_in_words(candidate.invited_at),
    }
    return f"/places/{candidate_id}/answer", facts


def _own_portfolio(session: Session, candidate_id: UUID) -> Told:
    found = checked(session, portfolio(session, candidate_id))
    facts = {
        "cohort": found.portfolio.cohort.name,
        "until": day_in_words(found.portfolio.resubmit_by or found.window.closes_on),
        "missing": still_missing(found.readiness.blockers),
    }
    return f"/portfolios/{candidate_id}/readiness", facts


def _endorsement(session: Session, submission_id: UUID) -> Told:
    found = submission(session, submission_id)
    facts = {
        "candidate": staff_member(session, found.staff_id).name,
        "since": day_in_words(found.submitted_at),
    }
    return f"/submissions/{submission_id}", facts


def _seat(session: Session, assignment_id: UUID) -> Told:
    found = seat(session, assignment_id)
    facts = {
        "candidate": staff_member(session, found.submission.staff_id).name,
        "answer_by": day_in_words(found.assignment.answer_by),
        "due_on": day_in_words(found.assignment.due_on),
    }
    return f"/assessing/{assignment_id}", facts


def _release(session: Session, cohort_id: UUID) -> Told:
    return f"/cohorts/{cohort_id}/release", {"cohort": cohorts.cohort(session, cohort_id).name}


def _award(session: Session, award_id: UUID) -> Told:
    found = award(session, award_id)
    return f"/awards/{award_id}", {"number": found.number, "until": day_in_words(found.expires_on)}


def _standing_in(session: Session, deputy_id: UUID) -> Told:
    standing = holds_until(session, deputy_id)
    return "/", {"until": day_in_words(standing.until) if standing and standing.until else ""}


def _agreed(session: Session, action_id: UUID) -> Told:
    """What it is stays between the two."""
    found = action(session, action_id)
    other = (
        found.mentor_id
        if found.staff_id != found.mentor_id
        else cohorts.candidate(session, found.candidate_id).staff_id
    )
    facts = {"other": staff_member(session, other).name, "due_on": day_in_words(found.due_on)}
    return f"/portfolios/{found.candidate_id}/mentoring", facts


def _joining(session: Session, request_id: UUID) -> Told:
    found = asked(session, request(session, request_id))
    since = found.request.manager_said_at or found.request.asked_at
    return f"/joining/requests/{request_id}", {"person": found.person.name, "since": day_in_words(since)}


TOLD: dict[Reminder, Callable[[Session, UUID], Told]] = {
    Reminder.INVITATION: _invitation,
    Reminder.WINDOW: _own_portfolio,
    Reminder.MORE_EVIDENCE: _own_portfolio,
    Reminder.ENDORSEMENT: _endorsement,
    Reminder.OFFER: _seat,
    Reminder.JUDGEMENT: _seat,
    Reminder.OVERDUE: _seat,
    Reminder.RELEASE: _release,
    Reminder.AWARD_ENDS: _award,
    Reminder.STANDING_IN: _standing_in,
    Reminder.AGREED: _agreed,
    Reminder.JOINING: _joining,
}

remind_of_dates = InSchool(_remind)
tell_reminder = Tells(_reminder)
