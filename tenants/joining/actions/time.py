"""Time for the programme: granted by whoever runs the cohort, noted by who uses it."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.versions import lock
from tenants.cohorts import queries as cohorts
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.joining.jobs import TellTimeGranted
from tenants.joining.models import TimeGrant, TimeUse
from tenants.joining.queries.time import sessions_to_note
from tenants.joining.rules.time import Purpose, granted_problem, used_problems
from tenants.staff import actors
from tenants.staff.queries import staff_member


def grant_time(
    session: Session, actor: Actor, candidate: Candidate, hours: int, from_on: date, how: str
) -> TimeGrant:
    """So many hours altogether. Their line manager is told, who has to let them go."""
    permit(actor, Permission.TIME_GRANT, candidate)
    _held(session, candidate)
    if problem := granted_problem(hours):
        raise Invalid({"hours": problem})
    if not how.strip():
        raise Invalid({"how": "Say how they get it, such as: cover on Thursdays, period 3"})
    made = TimeGrant(
        candidate_id=candidate.id,
        hours=hours,
        from_on=from_on,
        how=how.strip(),
        granted_by=actor.person_id,
        granted_at=clock.now(),
    )
    session.add(made)
    session.flush()
    record(session, actor, "time:grant", candidate)
    for reader_id in _readers(session, candidate) - {actor.staff_id}:
        ask(session, TellTimeGranted(made.id, reader_id))
    return made


def _readers(session: Session, candidate: Candidate) -> set[UUID]:
    manager_id = staff_member(session, candidate.staff_id).line_manager_id
    manager = actors.working(session, manager_id) if manager_id else None
    return {candidate.staff_id} | ({manager.id} if manager else set())


def note_time(
    session: Session,
    actor: Actor,
    candidate: Candidate,
    used_on: date,
    minutes: int,
    purpose: Purpose,
    note: str = "",
) -> TimeUse:
    permit(actor, Permission.TIME_USE, candidate)
    began_on = _held(session, candidate)
    if problems := used_problems(used_on, minutes, clock.today(), began_on):
        raise Invalid(problems)
    made = TimeUse(
        candidate_id=candidate.id,
        used_on=used_on,
        minutes=minutes,
        purpose=purpose.value,
        note=note.strip(),
        noted_at=clock.now(),
    )
    session.add(made)
    session.flush()
    record(session, actor, "time:use", candidate)
    return made


def note_session(session: Session, actor: Actor, candidate: Candidate, date_id: UUID | None) -> TimeUse:
    """One press for a session of the cohort that was held."""
    permit(actor, Permission.TIME_USE, candidate)
    held = next((one for one in sessions_to_note(session, candidate) if one.date.id == date_id), None)
    if held is None or held.date.day is None:
        raise Refused("This session is noted already, or was not held yet.")
    return note_time(session, actor, candidate, held.date.day, held.minutes, Purpose.SESSION, held.date.title)


def take_back(session: Session, actor: Actor, used: TimeUse) -> None:
    permit(actor, Permission.TIME_USE, used)
    candidate = cohorts.candidate(session, used.candidate_id)
    record(session, actor, "time:take_back", candidate)
    session.delete(used)


def _held(session: Session, candidate: Candidate) -> date:
    """Since when time counts; raises Refused where there is none to grant or to note."""
    lock(session, candidate)
    cohort = cohorts.cohort(session, candidate.cohort_id)
    if candidate.state != PlaceState.APPROVED:
        raise Refused("Time is for somebody whose place is approved.")
    if cohort.state == CohortState.CLOSED:
        raise Refused("This cohort is closed.")
    approved_on = clock.school_date(candidate.approved_at) if candidate.approved_at else cohort.starts_on
    return min(cohort.starts_on, approved_on)


def note_export(session: Session, actor: Actor, cohort: Cohort, form: str) -> None:
    """Who may download it was asked by its page."""
    record(session, actor, "time:export", cohort, fields=[form])
