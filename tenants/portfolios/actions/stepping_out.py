"""A place is put off to a later window, or given up: what its group gathers signatures for waits for it no more."""

from sqlalchemy.orm import Session

from tenants.base.actor import Actor
from tenants.cohorts.actions import arrangements, places
from tenants.cohorts.models import Arrangement, Candidate, Cohort
from tenants.portfolios.actions.joint import go_without, hold_open


def put_off(session: Session, actor: Actor, candidate: Candidate, other: Cohort, grounds: str) -> Arrangement:
    gathering = hold_open(session, candidate.id)
    made = arrangements.defer(session, actor, candidate, other, grounds)
    go_without(session, actor, gathering, candidate.id)
    return made


def give_up_place(session: Session, actor: Actor, candidate: Candidate, reason: str) -> None:
    gathering = hold_open(session, candidate.id)
    places.withdraw(session, actor, candidate, reason)
    go_without(session, actor, gathering, candidate.id)
