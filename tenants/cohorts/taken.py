"""The places that are taken, for who pays for them: people and dates, and nothing of what they do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.queries import CohortCard
from tenants.cohorts.rules import HOLDING, CohortState, begins_on
from tenants.staff.models import Staff


@dataclass(frozen=True)
class PlaceTaken:
    candidate: Candidate
    person: Staff
    cohort: Cohort

    @property
    def began_on(self) -> date | None:
        """None until the place is approved."""
        approved_at = self.candidate.approved_at
        return approved_at and begins_on(self.cohort.starts_on, clock.school_date(approved_at))


@dataclass(frozen=True)
class Tally:
    """The school's places: how many it has, uses, and has a purchase order for."""

    places: int
    used: int
    covered: int

    @property
    def free(self) -> int:
        return max(0, self.places - self.used)


def places_taken(session: Session) -> list[PlaceTaken]:
    """Every place that is held, by cohort, the newest first, and name."""
    rows = session.execute(
        select(Candidate, Staff, Cohort)
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id))
        .where(here(session, Candidate), Candidate.state.in_([state.value for state in HOLDING]))
        .order_by(Cohort.starts_on.desc(), Cohort.name, Staff.name, Candidate.id)
    )
    return [PlaceTaken(*row) for row in rows]


def counted(places: int, cards: Sequence[CohortCard]) -> Tally:
    """Of all the school's cohorts; a closed one uses no place any more."""
    running = [card for card in cards if card.cohort.state != CohortState.CLOSED]
    return Tally(
        places=places,
        used=sum(card.approved for card in running),
        covered=sum(card.approved for card in running if card.cohort.po_number),
    )
