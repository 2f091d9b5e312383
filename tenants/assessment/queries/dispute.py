"""Two locked judgements that differ, beside each other: for whoever has to settle them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.assessment.models import Outcome
from tenants.assessment.queries.desk import ByStandard, blind_pair, levels_of
from tenants.assessment.queries.seats import Seat, seats_of, submission
from tenants.assessment.rules import verdict
from tenants.assessment.rules.seats import LEFT, THIRD_SEAT, AssignmentState
from tenants.assessment.rules.verdict import Result
from tenants.base.errors import NotFound
from tenants.base.isolation import beside, here
from tenants.cohorts.models import Cohort
from tenants.portfolios.models import Snapshot, Submission
from tenants.portfolios.rules.reading import HandedIn, handed_in
from tenants.standards.queries import Framework, framework


@dataclass(frozen=True)
class Dispute:
    submission: Submission
    seats: Sequence[Seat]
    pair: Sequence[ByStandard]
    framework: Framework
    portfolio: HandedIn

    @property
    def submission_id(self) -> UUID:
        return self.submission.id

    @property
    def cohort_id(self) -> UUID:
        return self.submission.cohort_id

    @property
    def candidate_id(self) -> UUID:
        return self.submission.candidate_id

    @property
    def levels(self) -> list[dict[int, int]]:
        return [{**self.portfolio.banked, **levels_of(one)} for one in self.pair]

    @property
    def results(self) -> list[Result]:
        rule, attempt = self.framework.rule, self.submission.attempt
        return [verdict.result(rule, one, attempt) for one in self.levels]

    @property
    def contested(self) -> tuple[int, ...]:
        return verdict.contested(*self.levels)

    @property
    def common(self) -> dict[int, int]:
        first, second = self.levels
        return {number: level for number, level in first.items() if second[number] == level}

    @property
    def third(self) -> Seat | None:
        held = [one for one in self.seats if AssignmentState(one.assignment.state) not in LEFT]
        return next((one for one in held if one.assignment.seat == THIRD_SEAT), None)


def dispute(session: Session, submission_id: UUID) -> Dispute:
    """Raises NotFound while either judgement is open, and after the decision."""
    found = submission(session, submission_id)
    pair = blind_pair(session, submission_id)
    content, edition_id, decided = session.execute(
        select(Snapshot.content, Cohort.edition_id, Outcome.id)
        .join(Submission, beside(Submission, Snapshot, Submission.id == Snapshot.submission_id))
        .join(Cohort, beside(Cohort, Submission, Cohort.id == Submission.cohort_id))
        .outerjoin(Outcome, beside(Outcome, Submission, Outcome.submission_id == Submission.id))
        .where(here(session, Snapshot), Snapshot.submission_id == submission_id)
    ).one()
    if decided is not None:
        raise NotFound
    seated = seats_of(session, [submission_id])
    return Dispute(found, seated, pair, framework(session, edition_id), handed_in(content))
