"""Sending: one press, the hour it goes, and what is looked at again when each is told."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor, Appointment, system
from tenants.base.errors import NotFound, Refused
from tenants.base.history import move, record
from tenants.base.isolation import beside, here
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, allowed, permit
from tenants.base.versions import lock
from tenants.cohorts.arrangements import on_break
from tenants.cohorts.models import Candidate
from tenants.cohorts.rules import HOLDING
from tenants.messages.actions.writing import recipients
from tenants.messages.jobs import SendMessage, TellRecipient
from tenants.messages.models import CohortMessage
from tenants.messages.queries.messages import (
    Addressed,
    everybody,
    last_nudged,
    sent_lately,
    writing_of,
)
from tenants.messages.rules.messages import (
    CHANGED,
    NOBODY,
    NOTHING,
    State,
    Unsent,
    gap_words,
    open_gaps,
    too_many,
)
from tenants.messages.rules.nudges import Behind, rested
from tenants.staff import actors
from tenants.staff.models import StaffAppointment


def press(
    session: Session, actor: Actor, message: CohortMessage, version: int, goes_at: datetime | None = None
) -> None:
    """It goes now, or at that hour. `version`: of what was looked at."""
    permit(actor, Permission.MESSAGE_WRITE, message)
    lock(session, message)
    if not message.draft:
        raise NotFound
    if message.version != version:
        raise Refused(CHANGED)
    refuse_unready(session, message)
    if reason := too_many(sent_lately(session, actor.person_id)):
        raise Refused(reason)
    message.sent_by, message.pressed_at = actor.person_id, clock.now()
    message.goes_at = goes_at or clock.now()
    move(session, actor, message, State.WAITING)
    record(session, actor, "message:send", message)
    ask(session, SendMessage(message.id, message.version), due_at=message.goes_at)


def refuse_unready(session: Session, message: CohortMessage) -> None:
    getting = [one for one in recipients(session, message) if not one.left_out]
    if not getting:
        raise Refused(NOBODY)
    texts = (
        [(one.subject, one.body) for one in getting] if message.nudges else [(message.subject, message.body)]
    )
    if not all(subject.strip() and body.strip() for subject, body in texts):
        raise Refused(NOTHING)
    if gaps := gap_words(open_gaps(*(part for text in texts for part in text))):
        raise Refused(gaps)


def stop(session: Session, actor: Actor, message: CohortMessage) -> None:
    """Before its hour it becomes a draft again."""
    permit(actor, Permission.MESSAGE_WRITE, message)
    lock(session, message)
    if message.state != State.WAITING:
        raise Refused("It has gone already, so it can’t be stopped any more.")
    _back_to_draft(session, actor, message)
    record(session, actor, "message:stop", message)


def _back_to_draft(session: Session, actor: Actor, message: CohortMessage) -> None:
    move(session, actor, message, State.DRAFT)
    message.sent_by = message.pressed_at = message.goes_at = None
    message.version += 1


def spread(session: Session, message: CohortMessage, version: int) -> None:
    """Its hour has come: a job for each recipient. Whoever sent it and no longer runs the cohort sends nothing."""
    lock(session, message)
    if message.state != State.WAITING or message.version != version or message.sent_by is None:
        return
    lectern = system(message.school_id)
    if not _may_still(session, message):
        _back_to_draft(session, lectern, message)
        record(session, lectern, "message:stop", message)
        return
    writing = writing_of(session, message, message.sent_by)
    for to in everybody(session, message.id):
        if not to.recipient.left_out:
            to.recipient.subject, to.recipient.body = writing.filled_for(to)
            to.recipient.job_id = ask(
                session, TellRecipient(to.recipient.id), unique_key=str(to.recipient.id)
            )
    message.sent_at = clock.now()
    move(session, lectern, message, State.SENT)


def _may_still(session: Session, message: CohortMessage) -> bool:
    try:
        sender = actors.actor(session, message.sent_by) if message.sent_by else None
    except NotFound:
        return False
    return sender is not None and allowed(sender, Permission.MESSAGE_WRITE, message)


def settle(session: Session, to: Addressed, *, behind: frozenset[Behind]) -> bool:
    """Whether they are told it. Asked again by a digest, which changes nothing of what stands in their notices.
    `behind`: for what they could be nudged now."""
    why = _why_not(session, to, behind)
    if to.recipient.told_at is None:
        to.recipient.unsent = why.value if why else None
        to.recipient.told_at = None if why else clock.now()
    return why is None


def _why_not(session: Session, to: Addressed, behind: frozenset[Behind]) -> Unsent | None:
    if actors.working(session, to.person.id) is None:
        return Unsent.LEFT_SCHOOL
    if to.candidate is None:
        return None if _mentors_here(session, to) else Unsent.NO_MENTOR
    if to.candidate.state not in HOLDING:
        return Unsent.LEFT_COHORT
    return _why_no_nudge(session, to, to.candidate, behind) if to.message.nudges else None


def _why_no_nudge(
    session: Session, to: Addressed, candidate: Candidate, behind: frozenset[Behind]
) -> Unsent | None:
    if on_break(candidate, clock.today()):
        return Unsent.ON_BREAK
    last = last_nudged(session, [to.person.id], but=to.message.id).get(to.person.id)
    if last is not None and not rested(last, clock.today()):
        return Unsent.NUDGED
    return None if to.recipient.behind in behind else Unsent.CAUGHT_UP


def _mentors_here(session: Session, to: Addressed) -> bool:
    found = (
        select(StaffAppointment.staff_id)
        .join(Candidate, beside(Candidate, StaffAppointment, Candidate.id == StaffAppointment.subject_id))
        .where(
            here(session, StaffAppointment),
            StaffAppointment.staff_id == to.person.id,
            StaffAppointment.appointment == Appointment.MENTOR.value,
            StaffAppointment.until.is_(None),
            Candidate.cohort_id == to.message.cohort_id,
            Candidate.state.in_([state.value for state in HOLDING]),
        )
    )
    return bool(session.scalar(select(found.exists())))
