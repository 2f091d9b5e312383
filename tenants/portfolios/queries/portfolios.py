from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, bindparam, select
from sqlalchemy.orm import Session

from tenants.base import clock
from tenants.base.errors import NotFound
from tenants.base.isolation import asking, beside, ours
from tenants.cohorts import arrangements
from tenants.cohorts.models import Candidate, Cohort
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.portfolios.attempt_models import Attempt
from tenants.portfolios.models import Submission
from tenants.portfolios.rules.editing import closed_because
from tenants.portfolios.rules.states import SubmissionState
from tenants.staff.models import Staff


@dataclass(frozen=True)
class Portfolio:
    """A place as a portfolio: whose it is, in which cohort, and how far it is handed in. `resubmit_by`: more
    evidence is needed by then."""

    candidate: Candidate
    cohort: Cohort
    name: str
    submission: str | None
    resubmit_by: date | None

    @property
    def candidate_id(self) -> UUID:
        return self.candidate.id

    @property
    def cohort_id(self) -> UUID:
        return self.cohort.id

    @property
    def staff_id(self) -> UUID:
        return self.candidate.staff_id

    @property
    def approved(self) -> bool:
        return self.candidate.state == PlaceState.APPROVED

    @property
    def opens_on(self) -> date:
        return arrangements.opens_on(self.candidate, self.cohort)

    @property
    def closes_on(self) -> date:
        """The last day on which this person may hand in."""
        return arrangements.closes_on(self.candidate, self.cohort)

    @property
    def gateway(self) -> str:
        """The name of the submission window they are in."""
        return arrangements.gateway(self.candidate, self.cohort)

    @property
    def on_break(self) -> bool:
        return arrangements.on_break(self.candidate, clock.today())

    @property
    def decided(self) -> bool:
        """Their outcome is released, and nothing is left to hand in."""
        return self.submission == SubmissionState.RELEASED and self.resubmit_by is None

    @property
    def closed(self) -> str | None:
        """Why it can't be worked on today, as a sentence; None when it can."""
        return self._closed(self.submission)

    @property
    def silent(self) -> str | None:
        """Why its owner can't have a word today on what others of their group did: as `closed`, but that handing in
        is no reason."""
        return self._closed(submission=None)

    def _closed(self, submission: str | None) -> str | None:
        state = PlaceState(self.candidate.state)
        return closed_because(
            approved=self.approved,
            ended=state in (PlaceState.DECLINED, PlaceState.NOT_APPROVED, PlaceState.WITHDRAWN),
            cohort_open=self.cohort.state == CohortState.OPEN,
            starts_on=self.cohort.starts_on,
            submission=submission,
            today=clock.today(),
        )


def portfolio(session: Session, candidate_id: UUID) -> Portfolio:
    row = session.execute(_select_one(), asking(session, wanted=candidate_id)).one_or_none()
    if row is None:
        raise NotFound
    return Portfolio(*row)


def portfolios(session: Session, candidate_ids: Collection[UUID]) -> list[Portfolio]:
    """By the person's name."""
    rows = session.execute(
        select_portfolios().where(Candidate.id.in_(candidate_ids)).order_by(Staff.name), asking(session)
    )
    return [Portfolio(*row) for row in rows]


@cache
def _select_one() -> Select[Any]:
    return select_portfolios().where(Candidate.id == bindparam("wanted"))


@cache
def select_portfolios() -> Select[Any]:
    """What a Portfolio is made of, in its order; `asking` names the school."""
    latest = (
        select(Submission.state)
        .where(beside(Submission, Candidate, Submission.candidate_id == Candidate.id))
        .order_by(Submission.attempt.desc(), Submission.serial.desc())
        .limit(1)
        .correlate(Candidate)
        .scalar_subquery()
    )
    return (
        select(Candidate, Cohort, Staff.name, latest, _resubmit_by())
        .join(Cohort, beside(Cohort, Candidate, Cohort.id == Candidate.cohort_id))
        .join(Staff, beside(Staff, Candidate, Staff.id == Candidate.staff_id))
        .where(ours(Candidate))
    )


def _resubmit_by() -> ScalarSelect[date]:
    """Of a further attempt that is not handed in yet."""
    handed_in = (
        select(Submission.id)
        .where(
            beside(Submission, Attempt, Submission.candidate_id == Attempt.candidate_id),
            Submission.attempt >= Attempt.number,
        )
        .correlate(Attempt)
        .exists()
    )
    return (
        select(Attempt.resubmit_by)
        .where(beside(Attempt, Candidate, Attempt.candidate_id == Candidate.id), ~handed_in)
        .order_by(Attempt.number.desc())
        .limit(1)
        .correlate(Candidate)
        .scalar_subquery()
    )
