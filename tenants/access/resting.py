"""What somebody does here because they hold a role: it ends with the role, or has to be settled before."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tenants.assessment.queries.held import Held, held_by
from tenants.base.actor import Actor, Role
from tenants.cohorts.leading import Leading, Mentored, leading, mentored_by
from tenants.cohorts.rules import CohortState
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Resting:
    cohorts: Sequence[Leading] = ()
    candidates: Sequence[Mentored] = ()
    seats: Sequence[Held] = ()

    @property
    def offers(self) -> list[Held]:
        return [one for one in self.seats if one.can_be_taken_back]

    @property
    def to_settle(self) -> list[Held]:
        return [one for one in self.seats if not one.can_be_taken_back]


def resting_on(session: Session, actor: Actor, person: Staff, role: Role) -> Resting:
    match role:
        case Role.PROGRAMME_LEAD:
            return Resting(cohorts=leading(session, person.id))
        case Role.MENTOR:
            return Resting(candidates=mentored_by(session, person.id))
        case Role.ASSESSOR:
            return Resting(seats=held_by(session, actor, person.id))
        case _:
            return Resting()


def all_resting_on(session: Session, actor: Actor, person: Staff) -> Resting:
    """What is left without somebody when a person goes."""
    return Resting(
        cohorts=[one for one in leading(session, person.id) if one.cohort.state != CohortState.CLOSED],
        candidates=[one for one in mentored_by(session, person.id) if one.cohort.state != CohortState.CLOSED],
        seats=held_by(session, actor, person.id),
    )
