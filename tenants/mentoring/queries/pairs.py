"""A candidate and the mentor of today."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.base.isolation import here
from tenants.cohorts.leading import mentors_of
from tenants.cohorts.models import Candidate
from tenants.mentoring.rules.log import ENDED, NO_MENTOR
from tenants.portfolios.queries.portfolios import Portfolio, portfolio
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Pair:
    """Without a mentor nothing new is written, and what there is stays readable to the candidate."""

    portfolio: Portfolio
    mentor: Staff | None

    @property
    def candidate_id(self) -> UUID:
        return self.portfolio.candidate_id

    @property
    def staff_id(self) -> UUID:
        return self.portfolio.staff_id

    @property
    def mentor_id(self) -> UUID | None:
        return self.mentor.id if self.mentor else None

    def ended(self, mentor_id: UUID | None) -> str | None:
        """Why nothing can be written on what that mentor took part in, as a sentence; None when it can."""
        if self.mentor is None:
            return NO_MENTOR
        return None if mentor_id == self.mentor.id else ENDED

    def name_of(self, staff_id: UUID) -> str:
        if staff_id == self.staff_id:
            return self.portfolio.name
        return self.mentor.name if self.mentor else "The mentor"

    def other(self, staff_id: UUID | None) -> UUID | None:
        return self.mentor_id if staff_id == self.staff_id else self.staff_id


def pair(session: Session, candidate_id: UUID) -> Pair:
    return Pair(portfolio(session, candidate_id), mentors_of(session, [candidate_id]).get(candidate_id))


def hold(session: Session, candidate_id: UUID) -> None:
    """No mentor is named while something is written between the two of today."""
    session.execute(
        select(Candidate.id)
        .where(here(session, Candidate), Candidate.id == candidate_id)
        .with_for_update(read=True)
    )
