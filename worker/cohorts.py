"""What is told about places in cohorts, and about their dates."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Role
from tenants.base.days import time_in_words, weekday_in_words
from tenants.cohorts import queries
from tenants.cohorts.arrangements import closes_on, gateway
from tenants.cohorts.jobs import (
    AskApproval,
    TellArranged,
    TellDateChanged,
    TellDateDropped,
    TellDateMoved,
    TellDecision,
    TellInvited,
    TellQueued,
)
from tenants.cohorts.models import Candidate, TimetableDate
from tenants.cohorts.places import arrangements_of
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.cohorts.timetable import timetable_date
from tenants.staff import actors
from worker.telling import Tells, Word


def _invited(session: Session, actor: Actor, message: TellInvited) -> Word | None:
    candidate = queries.candidate(session, message.candidate_id)
    if candidate.state != PlaceState.INVITED:
        return None
    path = f"/places/{candidate.id}/answer"
    return _about(
        session, candidate, "cohort_invited", path, facts={"agreed": candidate.agreed_at is not None}
    )


def _approval_asked(session: Session, actor: Actor, message: AskApproval) -> Word | None:
    candidate = queries.candidate(session, message.candidate_id)
    heads = queries.holders(session, (Role.HEAD, Role.DEPUTY))
    still_head = any(head.id == message.head_id for held in heads.values() for head in held)
    if candidate.state != PlaceState.ACCEPTED or not still_head:
        return None
    return _about(
        session, candidate, "cohort_approval", f"/places/{candidate.id}/approval", to=message.head_id
    )


def _decided(session: Session, actor: Actor, message: TellDecision) -> Word | None:
    candidate = queries.candidate(session, message.candidate_id)
    match candidate.state:
        case PlaceState.APPROVED:
            return _about(session, candidate, "cohort_approved", "/portfolio")
        case PlaceState.NOT_APPROVED:
            return _about(session, candidate, "cohort_not_approved", f"/places/{candidate.id}")
    return None


def _queued(session: Session, actor: Actor, message: TellQueued) -> Word | None:
    candidate = queries.candidate(session, message.candidate_id)
    if candidate.state != PlaceState.WAITING:
        return None
    return _about(session, candidate, "cohort_queued", f"/places/{candidate.id}")


def _arranged(session: Session, actor: Actor, message: TellArranged) -> Word | None:
    """Nothing when something else was arranged since, or it was taken back: then another letter says so."""
    candidate = queries.candidate(session, message.candidate_id)
    latest = next(iter(arrangements_of(session, candidate.id)), None)
    if latest is None or latest.made.id != message.arrangement_id or candidate.state != PlaceState.APPROVED:
        return None
    cohort = queries.cohort(session, candidate.cohort_id)
    days = {"closes": weekday_in_words(closes_on(candidate, cohort)), "window": gateway(candidate, cohort)}
    if candidate.paused_from and candidate.paused_until:
        days |= {
            "begins": weekday_in_words(candidate.paused_from),
            "ends": weekday_in_words(candidate.paused_until),
        }
    return _about(session, candidate, f"arranged_{latest.made.kind}", f"/places/{candidate.id}", facts=days)


def _date_moved(session: Session, actor: Actor, message: TellDateMoved) -> Word | None:
    """None when it has moved on since: then another letter says where to."""
    found = timetable_date(session, message.date_id)
    if found.day != message.day:
        return None
    template = "date_moved" if message.was else "date_new"
    was = {"was": weekday_in_words(message.was)} if message.was else {}
    return _about_date(session, found, message.reader_id, template, was)


def _date_changed(session: Session, actor: Actor, message: TellDateChanged) -> Word | None:
    found = timetable_date(session, message.date_id)
    if found.version != message.version:
        return None
    return _about_date(session, found, message.reader_id, "date_changed", {})


def _about_date(
    session: Session, found: TimetableDate, reader_id: UUID, template: str, more: dict[str, str]
) -> Word | None:
    reader, cohort = actors.working(session, reader_id), queries.cohort(session, found.cohort_id)
    if reader is None or found.day is None or cohort.state != CohortState.OPEN:
        return None
    at = time_in_words(found.starts_at) if found.starts_at else ""
    facts = {
        "title": found.title,
        "cohort": cohort.name,
        "day": weekday_in_words(found.day),
        "at": at,
        "place": found.place or "",
    }
    return Word(reader, template, "/", facts | more)


def _date_dropped(session: Session, actor: Actor, message: TellDateDropped) -> Word | None:
    reader, cohort = actors.working(session, message.reader_id), queries.cohort(session, message.cohort_id)
    if reader is None or cohort.state != CohortState.OPEN:
        return None
    return Word(reader, "date_dropped", "/", {"cohort": cohort.name, "day": weekday_in_words(message.day)})


def _about(
    session: Session,
    candidate: Candidate,
    template: str,
    path: str,
    *,
    to: UUID | None = None,
    facts: Mapping[str, object] | None = None,
) -> Word | None:
    """None for a reader who has left since."""
    reader = actors.working(session, to or candidate.staff_id)
    if reader is None:
        return None
    told = {
        "candidate": queries.place(session, candidate).person.name,
        "cohort": queries.cohort(session, candidate.cohort_id).name,
    }
    return Word(reader, template, path, told | dict(facts or {}))


tell_invited = Tells(_invited)
ask_approval = Tells(_approval_asked)
tell_decision = Tells(_decided)
tell_queued = Tells(_queued)
tell_arranged = Tells(_arranged)
tell_date_moved = Tells(_date_moved)
tell_date_changed = Tells(_date_changed)
tell_date_dropped = Tells(_date_dropped)
