"""More time, a later window, a break, somebody else instead: decided by whoever runs the cohort, with private grounds.

The grounds stand in the arrangement, which heads and the cohort's programme leads read; the person reads what was
arranged, and nothing of it is told to anybody else."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.outbox import ask
from tenants.base.permissions import Permission, permit
from tenants.base.undoing import CHANGED, Deed, Kind, keep, take
from tenants.base.versions import lock
from tenants.cohorts import inviting, queries
from tenants.cohorts.actions import places
from tenants.cohorts.arrangements import (
    break_problems,
    closes_on,
    extension_problem,
    latest_extension,
    on_break,
)
from tenants.cohorts.jobs import TellArranged
from tenants.cohorts.models import Arrangement, Candidate, Cohort
from tenants.cohorts.rules import ArrangementKind, CohortState, PlaceState
from tenants.schools.calendar import calendar

STANDING = (
    "own_gateway",
    "own_opens_on",
    "own_closes_on",
    "deferred_closes_on",
    "paused_from",
    "paused_until",
)
"""What of a place arrangements change."""


def extend(session: Session, actor: Actor, candidate: Candidate, day: date, grounds: str) -> Arrangement:
    """`day`: the last on which they may hand in."""
    cohort = _open(session, actor, candidate)
    known = calendar(session)
    latest = latest_extension(cohort, candidate, known)
    problem = extension_problem(day, closes_on(candidate, cohort), latest, known.works)
    if problem:
        raise Invalid({"day": problem})
    before = _standing(candidate)
    candidate.own_closes_on = day
    return _arranged(session, actor, candidate, before, ArrangementKind.EXTENSION, grounds, until_on=day)


def defer(session: Session, actor: Actor, candidate: Candidate, other: Cohort, grounds: str) -> Arrangement:
    """To the submission window of another cohort. They stay in theirs, with its people and its version of the
    standards, and keep all they have made."""
    cohort = _open(session, actor, candidate)
    if other.state == CohortState.CLOSED or other.window_closes_on <= closes_on(candidate, cohort):
        raise Invalid({"window": "Choose a window that closes later than theirs."})
    before = _standing(candidate)
    candidate.own_gateway, candidate.own_opens_on = other.gateway, other.window_opens_on
    candidate.own_closes_on = candidate.deferred_closes_on = other.window_closes_on
    return _arranged(
        session,
        actor,
        candidate,
        before,
        ArrangementKind.DEFERRAL,
        grounds,
        from_on=other.window_opens_on,
        until_on=other.window_closes_on,
    )


def pause(
    session: Session, actor: Actor, candidate: Candidate, begins: date, ends: date, grounds: str
) -> Arrangement:
    """While it lasts nobody is reminded of them, and they of nothing. Their last day stays: it is put off apart."""
    cohort = _open(session, actor, candidate)
    problems = break_problems(begins, ends, cohort.starts_on, clock.today())
    if problems:
        raise Invalid(problems)
    before = _standing(candidate)
    candidate.paused_from, candidate.paused_until = begins, ends
    return _arranged(
        session, actor, candidate, before, ArrangementKind.BREAK, grounds, from_on=begins, until_on=ends
    )


def come_back(session: Session, actor: Actor, candidate: Candidate) -> Arrangement:
    """Before the break is over, or has begun."""
    _open(session, actor, candidate)
    if candidate.paused_until is None or candidate.paused_until < clock.today():
        raise Refused("They are on no break.")
    before = _standing(candidate)
    today = clock.today()
    if on_break(candidate, today) and candidate.paused_from != today:
        candidate.paused_until = today - timedelta(days=1)
    else:
        candidate.paused_from = candidate.paused_until = None
    return _arranged(session, actor, candidate, before, ArrangementKind.BACK, "", from_on=today)


def substitute(
    session: Session,
    actor: Actor,
    candidate: Candidate,
    staff_id: UUID,
    grounds: str,
    agreed: Collection[UUID] = (),
) -> Candidate:
    """Somebody else is offered the place, before the cohort starts. The purchase order stays as it is."""
    permit(actor, Permission.PLACE_MANAGE, candidate)
    cohort = queries.cohort(session, candidate.cohort_id)
    if clock.today() >= cohort.starts_on:
        raise Refused("The cohort has started: take them out of it, and invite somebody else.")
    _refuse_own(actor, candidate)
    if not grounds.strip():
        raise Invalid({"grounds": "Say why somebody else takes this place."})
    if staff_id not in {person.id for person in inviting.invitable(session, cohort.id)}:
        raise Invalid({"person": "Choose somebody who works here and holds no place in this cohort."})
    places.give_up(session, actor, candidate, grounds)
    [invited] = places.invite(session, actor, cohort, [staff_id], agreed)
    record(session, actor, "place:substituted", candidate)
    return invited


def undo_arrangement(session: Session, actor: Actor, deed: Deed) -> Candidate:
    told = take(session, actor, deed)
    candidate = queries.candidate(session, deed.subject_id)
    lock(session, candidate)
    permit(actor, Permission.PLACE_MANAGE, candidate)
    if _standing(candidate) != told["after"]:
        raise Refused(CHANGED)
    for name in STANDING:
        value = told["before"][name]
        setattr(candidate, name, date.fromisoformat(value) if value and name != "own_gateway" else value)
    _write(session, actor, candidate, ArrangementKind.UNDONE)
    record(session, actor, "place:undo", candidate, fields=["arrangement"])
    return candidate


def _open(session: Session, actor: Actor, candidate: Candidate) -> Cohort:
    """The cohort, with the place held; raises Refused where there is nothing to arrange."""
    permit(actor, Permission.PLACE_MANAGE, candidate)
    lock(session, candidate)
    _refuse_own(actor, candidate)
    cohort = queries.cohort(session, candidate.cohort_id)
    if cohort.state != CohortState.OPEN:
        raise Refused("This cohort is not open.")
    if candidate.state != PlaceState.APPROVED:
        raise Refused("Only somebody whose place is approved needs an arrangement.")
    return cohort


def _refuse_own(actor: Actor, candidate: Candidate) -> None:
    if candidate.staff_id == actor.staff_id:
        raise Refused("This is your own place. Ask somebody else who runs the cohort to arrange it.")


def _standing(candidate: Candidate) -> Mapping[str, Any]:
    """As JSON can say it."""
    values = {name: getattr(candidate, name) for name in STANDING}
    return {name: one.isoformat() if isinstance(one, date) else one for name, one in values.items()}


def _arranged(
    session: Session,
    actor: Actor,
    candidate: Candidate,
    before: Mapping[str, Any],
    kind: ArrangementKind,
    grounds: str,
    *,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Arrangement:
    if kind is not ArrangementKind.BACK and not grounds.strip():
        raise Invalid({"grounds": "Say why. Only headteachers, deputies and the programme leads read it."})
    made = _write(session, actor, candidate, kind, grounds, from_on=from_on, until_on=until_on)
    told = {"before": before, "after": _standing(candidate)}
    keep(session, actor, Kind.ARRANGEMENT, candidate.id, told)
    record(session, actor, f"place:{kind.value}", candidate)
    return made


def _write(
    session: Session,
    actor: Actor,
    candidate: Candidate,
    kind: ArrangementKind,
    grounds: str = "",
    *,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Arrangement:
    """Into the list that is only added to; the person is told."""
    made = Arrangement(
        candidate_id=candidate.id,
        kind=kind.value,
        from_on=from_on,
        until_on=until_on,
        grounds=grounds.strip(),
        decided_by=actor.person_id,
        decided_at=clock.now(),
    )
    session.add(made)
    session.flush()
    ask(session, TellArranged(candidate.id, made.id))
    return made
