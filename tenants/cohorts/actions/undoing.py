"""Undoing what was done to a place or a cohort's people: it stands as it stood, or the page says why it can't."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tenants.base.actor import Actor, Appointment, Role
from tenants.base.errors import Refused
from tenants.base.history import move, record
from tenants.base.isolation import bound_school, here
from tenants.base.permissions import Permission, permit
from tenants.base.undoing import CHANGED, Deed, Kind, keep, take
from tenants.base.versions import lock
from tenants.cohorts import queries
from tenants.cohorts.models import Candidate, Cohort, CohortTeamMember
from tenants.cohorts.rules import HOLDING, PlaceState
from tenants.schools.models import School
from tenants.staff.appointments import held, put_back

Ties = dict[str, Any]
"""How a place or a cohort stands, as JSON can say it."""
DECIDED = (PlaceState.APPROVED, PlaceState.NOT_APPROVED)


def ties(session: Session, candidate: Candidate) -> Ties:
    approved_at = candidate.approved_at
    return {
        "state": candidate.state,
        "approved_at": approved_at and approved_at.isoformat(),
        **{
            one.value: held(session, one, candidate.id) for one in (Appointment.CANDIDATE, Appointment.MENTOR)
        },
    }


def people(session: Session, cohort: Cohort) -> Ties:
    session.flush()
    rows = session.execute(
        select(CohortTeamMember.staff_id, CohortTeamMember.part)
        .where(here(session, CohortTeamMember), CohortTeamMember.cohort_id == cohort.id)
        .order_by(CohortTeamMember.staff_id, CohortTeamMember.part)
    )
    return {
        "team": [[str(staff_id), part] for staff_id, part in rows],
        "lead": held(session, Appointment.LEAD, cohort.id),
    }


def keep_place(session: Session, actor: Actor, candidate: Candidate, before: Ties) -> None:
    keep(session, actor, Kind.PLACE, candidate.id, {"before": before, "after": ties(session, candidate)})


def keep_mentor(session: Session, actor: Actor, candidate: Candidate, before: Ties) -> None:
    keep(session, actor, Kind.MENTOR, candidate.id, {"before": before, "after": ties(session, candidate)})


def keep_team(session: Session, actor: Actor, cohort: Cohort, before: Ties) -> None:
    keep(session, actor, Kind.TEAM, cohort.id, {"before": before, "after": people(session, cohort)})


def undo_place(session: Session, actor: Actor, deed: Deed, *, begun: bool = False) -> Candidate:
    """`begun`: the person has worked on the portfolio since, so an approval stands."""
    candidate, before = _taken(session, actor, deed)
    to = PlaceState(before["state"])
    decided = PlaceState(candidate.state) in DECIDED
    permit(actor, Permission.PLACE_APPROVE if decided else Permission.PLACE_MANAGE, candidate)
    if begun and decided:
        raise Refused(
            "They have begun to work since, so the approval stands. You can take them out of the cohort."
        )
    if to in HOLDING and not decided:
        _refuse_full(session, candidate, to)
    _refuse_unable(session, Role.MENTOR, before[Appointment.MENTOR.value])
    move(session, actor, candidate, to)
    approved_at = before["approved_at"]
    candidate.approved_at = approved_at and datetime.fromisoformat(approved_at)
    for one in (Appointment.CANDIDATE, Appointment.MENTOR):
        put_back(session, one, candidate.id, before[one.value])
    record(session, actor, "place:undo", candidate)
    return candidate


def undo_mentor(session: Session, actor: Actor, deed: Deed) -> Candidate:
    candidate, before = _taken(session, actor, deed)
    permit(actor, Permission.PLACE_MANAGE, candidate)
    _refuse_unable(session, Role.MENTOR, before[Appointment.MENTOR.value])
    put_back(session, Appointment.MENTOR, candidate.id, before[Appointment.MENTOR.value])
    record(session, actor, "place:undo", candidate, fields=["mentor"])
    return candidate


def undo_team(session: Session, actor: Actor, deed: Deed) -> Cohort:
    told = take(session, actor, deed)
    cohort = queries.cohort(session, deed.subject_id)
    lock(session, cohort)
    permit(actor, Permission.COHORT_MANAGE, cohort)
    if people(session, cohort) != told["after"]:
        raise Refused(CHANGED)
    _refuse_unable(session, Role.PROGRAMME_LEAD, told["before"]["lead"])
    session.execute(
        delete(CohortTeamMember).where(
            here(session, CohortTeamMember), CohortTeamMember.cohort_id == cohort.id
        )
    )
    session.add_all(
        CohortTeamMember(cohort_id=cohort.id, staff_id=UUID(staff_id), part=part)
        for staff_id, part in told["before"]["team"]
    )
    put_back(session, Appointment.LEAD, cohort.id, told["before"]["lead"])
    record(session, actor, "cohort:undo", cohort, fields=["team"])
    return cohort


def _taken(session: Session, actor: Actor, deed: Deed) -> tuple[Candidate, Ties]:
    told = take(session, actor, deed)
    candidate = queries.candidate(session, deed.subject_id)
    lock(session, candidate)
    if ties(session, candidate) != told["after"]:
        raise Refused(CHANGED)
    return candidate, told["before"]


def _refuse_full(session: Session, candidate: Candidate, to: PlaceState) -> None:
    cohort = queries.cohort(session, candidate.cohort_id)
    lock(session, cohort)
    if queries.card(session, cohort.id).holding >= cohort.places:
        raise Refused("Somebody else has the place by now.")
    if to is PlaceState.APPROVED:
        places = session.scalars(
            select(School.places).where(School.id == bound_school(session)).with_for_update()
        ).one()
        if queries.places_used(session) >= places:
            raise Refused(f"Your school has {places} places, and all are in use.")


def _refuse_unable(session: Session, role: Role, before: Iterable[tuple[str, str | None]]) -> None:
    """Nobody comes back into a part whose role they lost meanwhile."""
    able = {str(person.id) for person in queries.holders(session, (role,))[role]}
    if not able.issuperset(staff_id for staff_id, until in before if until is None):
        raise Refused("Somebody who did it before no longer holds the role for it.")
