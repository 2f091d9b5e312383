"""A group begins inside a cohort: with who convenes it, and with whom they ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.actor import Actor
from tenants.base.errors import Invalid, Refused
from tenants.base.history import record
from tenants.base.permissions import Permission, permit
from tenants.base.versions import hold
from tenants.cohorts import queries as cohorts
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.groups.actions.answering import become_member
from tenants.groups.actions.inviting import ask_to_join
from tenants.groups.models import Group
from tenants.groups.queries.groups import names_in
from tenants.groups.queries.members import group_of
from tenants.groups.rules.forming import name_problem, size_problem

NOT_APPROVED = "A place must be approved before its holder can be in a group."
IN_ANOTHER = "They are in a group already. Everybody works in one group at a time."


@dataclass(frozen=True)
class Beginning:
    name: str
    focus: str = ""
    invited: Sequence[UUID] = ()


def form_own(session: Session, actor: Actor, place: Candidate, begins: Beginning) -> Group:
    """By a candidate, who convenes it and is a member at once."""
    permit(actor, Permission.GROUP_FORM, place)
    if place.staff_id != actor.staff_id:
        return form_for(session, actor, cohorts.cohort(session, place.cohort_id), place.id, begins)
    made = _form(session, actor, place, begins)
    become_member(session, actor, made, ask_to_join(session, actor, made, [place.id])[0])
    if begins.invited:
        ask_to_join(session, actor, made, begins.invited)
    return made


def form_for(session: Session, actor: Actor, cohort: Cohort, convener_id: UUID, begins: Beginning) -> Group:
    """By who leads the cohort, or a head: who is to convene it is invited like the rest."""
    permit(actor, Permission.GROUP_FORM, cohort)
    convener = cohorts.candidate(session, convener_id)
    if convener.cohort_id != cohort.id:
        raise Invalid({"convener": "Choose somebody of this cohort"})
    made = _form(session, actor, convener, begins)
    ask_to_join(session, actor, made, [convener.id, *begins.invited])
    return made


def _form(session: Session, actor: Actor, convener: Candidate, begins: Beginning) -> Group:
    cohort = cohorts.cohort(session, convener.cohort_id)
    hold(session, cohort)
    _refuse(session, cohort, convener, begins)
    made = Group(
        cohort_id=cohort.id,
        name=begins.name.strip(),
        focus=begins.focus.strip(),
        convener_id=convener.id,
        formed_at=clock.now(),
        version=1,
        charter_version=1,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as taken:
        raise Invalid(
            {"name": "Another group of this cohort has this name. Choose a different one"}
        ) from taken
    record(session, actor, "group:form", made)
    return made


def _refuse(session: Session, cohort: Cohort, convener: Candidate, begins: Beginning) -> None:
    if cohort.state == CohortState.CLOSED:
        raise Refused("This cohort is closed, so no group can begin in it any more.")
    if convener.state != PlaceState.APPROVED:
        raise Refused(NOT_APPROVED)
    if group_of(session, convener.id) is not None:
        raise Refused(IN_ANOTHER)
    if problem := name_problem(begins.name, names_in(session, cohort.id).values()):
        raise Invalid({"name": problem})
    if problem := size_problem(cohort.limits.groups, 0, 0, 1 + len(set(begins.invited) - {convener.id})):
        raise Refused(problem)
