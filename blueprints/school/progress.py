"""How far the set-up of a school is: it takes a look at several aggregates."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tenants.schools import queries
from tenants.schools.models import School
from tenants.schools.rules import Paper, Step
from tenants.staff.queries import Tally, tally
from tenants.standards.queries import adopted_edition_id


@dataclass(frozen=True)
class Progress:
    done: frozenset[Step]
    papers_accepted: int
    staff: Tally

    @property
    def left(self) -> list[Step]:
        return [step for step in Step if step not in self.done]


def progress(session: Session, school: School) -> Progress:
    accepted, staff = queries.standing(queries.acceptances(session)), tally(session)
    found = {
        Step.DETAILS: school.was_checked,
        Step.CALENDAR: queries.complete_years(session) > 0,
        Step.PAPERS: accepted.keys() == set(Paper),
        Step.STANDARDS: adopted_edition_id(session) is not None,
        Step.STAFF: staff.here > 1,
    }
    return Progress(frozenset(step for step, done in found.items() if done), len(accepted), staff)
