"""Mentors are named on the board, several at once, or on a candidate's own page; one undo takes it all back."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.undoing import Deed, Kind, deed, keep, offered, take
from tenants.cohorts import queries
from tenants.cohorts.actions.places import assign_mentor
from tenants.cohorts.actions.undoing import undo_mentor
from tenants.cohorts.models import Candidate, Cohort
from tenants.mentoring.queries.pairing import choices, helpers_here

NOTHING = "Choose a mentor for at least one candidate."


def name_mentor(session: Session, actor: Actor, candidate: Candidate, mentor_id: UUID | None) -> None:
    """None leaves the candidate without one."""
    permit(actor, Permission.PLACE_MANAGE, candidate)
    chosen = next((one for one in helpers_here(session) if one.staff_id == mentor_id), None)
    if chosen is not None and candidate.id in chosen.assesses:
        raise Invalid({"mentor": "Choose somebody else: they assess this portfolio"})
    assign_mentor(session, actor, candidate, mentor_id)


def pair_up(
    session: Session, actor: Actor, cohort: Cohort, chosen: Mapping[UUID, UUID | None]
) -> list[Candidate]:
    """Candidate → their new mentor; of those who are not named here nothing changes."""
    permit(actor, Permission.PLACE_MANAGE, cohort)
    places = {one.candidate.id: one for one in queries.desk(session, cohort.id)}
    changed = {
        one: mentor_id
        for one, mentor_id in chosen.items()
        if one in places and mentor_id != _standing(places[one])
    }
    if not changed:
        raise Refused(NOTHING)
    helpers = helpers_here(session)
    for one, mentor_id in changed.items():
        against = {choice.helper.staff_id: choice.against for choice in choices(places[one], helpers)}
        if mentor_id is not None and against.get(mentor_id, "holds no role of a mentor"):
            raise Refused(f"Choose somebody else for {places[one].person.name}, and look at the list again.")
    deeds = [_assign(session, actor, places[one].candidate, mentor_id) for one, mentor_id in changed.items()]
    keep(session, actor, Kind.PAIRING, cohort.id, {"deeds": [str(one) for one in deeds if one]})
    record(session, actor, "place:pair", cohort)
    return [places[one].candidate for one in changed]


def _standing(place: queries.Place) -> UUID | None:
    return place.mentor.id if place.mentor else None


def _assign(session: Session, actor: Actor, candidate: Candidate, mentor_id: UUID | None) -> UUID | None:
    assign_mentor(session, actor, candidate, mentor_id)
    return offered(session)


def undo_pairing(session: Session, actor: Actor, done: Deed) -> Cohort:
    """All of it, or nothing: whoever was given another mentor since keeps everybody's as it is."""
    for one in take(session, actor, done)["deeds"]:
        undo_mentor(session, actor, deed(session, UUID(one)))
    return queries.cohort(session, done.subject_id)
